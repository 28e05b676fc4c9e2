namespace TemplateWorker.JavaScript.Port;

/// <summary>The available script engines.</summary>
public enum ScriptEngineKind
{
    /// <summary>The system's JavaScriptCore: a native library, for templates that compute for long.</summary>
    JavaScriptCore,

    /// <summary>The managed interpreter: no native library, cheap tenants. The default.</summary>
    Jint,
}
