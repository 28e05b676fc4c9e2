using TemplateWorker.JavaScript.JavaScriptCore;
using TemplateWorker.JavaScript.Jint;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript;

/// <summary>Creates script engines.</summary>
internal static class ScriptEngines
{
    /// <summary>
    /// Loads the engine into this process and tests it. Call it before other threads start to read the native
    /// environment: JavaScriptCore takes its settings from there.
    /// </summary>
    /// <exception cref="ScriptEngineUnavailableException">The library is missing, or a self-test failed.</exception>
    public static IScriptEngine Create(ScriptEngineOptions options) => options.Kind switch
    {
        ScriptEngineKind.JavaScriptCore => JavaScriptCoreEngine.Start(options),
        ScriptEngineKind.Jint => JintEngine.Start(options.OwnsProcess),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "Unknown script engine."),
    };

    /// <summary>Environment variables for a worker process, which the engine or the runtime reads when the process starts.</summary>
    /// <param name="options">The engine of the worker.</param>
    /// <param name="memoryBytes">What the worker may hold.</param>
    public static IReadOnlyDictionary<string, string> EnvironmentOfWorker(ScriptingOptions options, long memoryBytes) =>
        options.Engine == ScriptEngineKind.Jint
            ? JintEnvironment.Variables(memoryBytes)
            : JavaScriptCoreEnvironment.Variables(options.Jit);
}
