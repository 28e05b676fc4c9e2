namespace TemplateWorker.JavaScript.Port;

/// <summary>The available script engines.</summary>
public enum ScriptEngineKind
{
    /// <summary>The system's JavaScriptCore: modern JavaScript, fast, every guard. The default.</summary>
    JavaScriptCore,

    /// <summary>The managed interpreter: ECMAScript 5, slow, no native library.</summary>
    Jint,
}
