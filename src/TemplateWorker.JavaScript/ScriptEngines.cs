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
        ScriptEngineKind.Jint => new JintEngine(),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "Unknown script engine."),
    };
}
