namespace TemplateWorker.Cli;

/// <summary>The exit status of the process.</summary>
internal enum ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    Done = 0,

    /// <summary>Failed; a retry may succeed.</summary>
    Failed = 1,

    /// <summary>The command line, the environment or the configuration is wrong; a retry fails again.</summary>
    Misuse = 2,

    /// <summary>Migrations are pending, and nothing else is wrong with them.</summary>
    Pending = 3,

    /// <summary>The database was changed by migrations that this program does not know, or by other statements than its own.</summary>
    Drifted = 4,

    /// <summary>A second signal stopped the process before running work was done (128 + SIGINT, as in shells).</summary>
    Interrupted = 130,
}
