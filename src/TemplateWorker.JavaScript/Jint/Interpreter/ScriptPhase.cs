namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>What a template is doing, which decides what its globals allow.</summary>
internal enum ScriptPhase
{
    /// <summary>Its entry file runs: <c>on</c> works, the host does not.</summary>
    Load,

    /// <summary>Between the load and the first run.</summary>
    Loaded,

    /// <summary>A handler runs, or has run.</summary>
    Run,
}
