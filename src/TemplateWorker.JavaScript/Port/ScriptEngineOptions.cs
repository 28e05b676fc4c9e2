namespace TemplateWorker.JavaScript.Port;

/// <summary>How <see cref="ScriptEngines.Create"/> sets an engine up.</summary>
internal sealed record ScriptEngineOptions
{
    public required ScriptEngineKind Kind { get; init; }

    /// <summary>
    /// Whether the process is ours, so that its time zone may be set to the scripts', UTC. In another program's process Jint's <c>Intl</c>
    /// takes that program's zone where a script names none.
    /// </summary>
    public bool OwnsProcess { get; init; } = true;

    /// <summary>
    /// Whether JavaScriptCore may compile to machine code. Off by default: templates are glue code, and the compiler is
    /// where an engine's memory-safety bugs live. Jint ignores it. One process cannot have both.
    /// </summary>
    public bool Jit { get; init; }

    /// <summary>
    /// How many bytes of data (<c>VmData</c>, see proc(5)) the process may add to what it has once the engine stands;
    /// set as its soft <c>RLIMIT_DATA</c>, which turns a huge single allocation of a script into a RangeError. Keep it
    /// wide, 512 MiB or more beyond what all heaps may hold: the limit is the process's, and .NET dies of it too.
    /// Null sets none: for engines that share their process with other work, and for Jint.
    /// </summary>
    public long? ProcessMemoryHeadroomBytes { get; init; }

    /// <summary>
    /// Whether promise jobs are run under the CPU limit by a function of JavaScriptCore that is not part of its API. Turn it
    /// off when <see cref="EngineSelfTest.RunPromiseFlood"/> failed: a promise flood then holds its thread until the process ends.
    /// </summary>
    public bool MicrotaskGuard { get; init; } = true;
}
