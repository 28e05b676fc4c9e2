using TemplateWorker.Configuration.Transfer;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Hosting;

/// <summary>Creates the script engine for each kind of process.</summary>
internal static class EngineFactory
{
    /// <summary>
    /// Address space beyond the worker's memory limit. Generous, because the limit applies to .NET too, which cannot recover
    /// from it, yet small enough to refuse a huge single allocation by a script.
    /// </summary>
    private const long HeadroomBeyondMemory = 512L << 20;

    /// <summary>For a worker process, whose memory may be limited as a whole.</summary>
    /// <exception cref="ScriptEngineUnavailableException">The library is missing, or a self-test failed.</exception>
    public static IScriptEngine ForProcess(WorkerSettings settings) =>
        Create(settings.Scripting, settings.HasMicrotaskGuard, settings.MemoryBytes + HeadroomBeyondMemory);

    /// <summary>For a process that also does other work.</summary>
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
