namespace TemplateWorker.Sandbox;

/// <summary>How much of the sandbox a worker gets.</summary>
internal enum SandboxLevel
{
    /// <summary>Nothing, for threads of the supervisor's process and where it is switched off.</summary>
    None,

    /// <summary>Hidden from other processes, but without a filter of system calls, which this machine does not have.</summary>
    Hidden,

    /// <summary>All of it.</summary>
    Sealed,
}
