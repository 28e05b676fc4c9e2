using TemplateWorker.Configuration.Transfer;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Hosting;

/// <summary>Sets the script engine up for each kind of process.</summary>
internal static class EngineFactory
{
    /// <summary>
    /// What the process may allocate beyond all it is meant to hold: wide, because the limit is the process's and .NET
    /// dies of it too, and still small enough that one huge allocation of a script is refused.
    /// </summary>
    private const long HeadroomBeyondMemory = 512L << 20;

    /// <summary>For a worker process of its own, which may be limited as a whole.</summary>
    /// <exception cref="ScriptEngineUnavailableException">The library is missing, or a self-test failed.</exception>
    public static IScriptEngine ForProcess(WorkerSettings settings) =>
        Create(settings.Scripting, settings.HasMicrotaskGuard, settings.MemoryBytes + HeadroomBeyondMemory);

    /// <summary>For a process that does other work too.</summary>
    /// <exception cref="ScriptEngineUnavailableException">The library is missing, or a self-test failed.</exception>
    public static IScriptEngine ForSharedProcess(ScriptingOptions options, bool hasMicrotaskGuard) =>
        Create(options, hasMicrotaskGuard, headroom: null);

    private static IScriptEngine Create(ScriptingOptions options, bool guard, long? headroom) => ScriptEngines.Create(new ScriptEngineOptions
    {
        MicrotaskGuard = guard,
        Kind = options.Engine,
        Jit = options.Jit,
        ProcessMemoryHeadroomBytes = headroom,
    });
}
