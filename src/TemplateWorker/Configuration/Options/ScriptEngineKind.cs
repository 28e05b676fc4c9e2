namespace TemplateWorker.Configuration.Options;

/// <summary>The engines behind the script port.</summary>
internal enum ScriptEngineKind
{
    /// <summary>JavaScriptCore, from the distribution's library.</summary>
    JavaScriptCore,

    /// <summary>Jint, managed code, ECMAScript 5.1: for places without the library.</summary>
    Jint,
}
