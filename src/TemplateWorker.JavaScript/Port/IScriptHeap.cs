namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// The heap of one tenant, for one thread at a time. Where <see cref="IScriptEngine.BindsHeapsToThreads"/>, every member, and every member
/// of the templates loaded into it, is called on the thread that made it only.
/// </summary>
internal interface IScriptHeap : IDisposable
{
    /// <summary>
    /// Parses every file of a template without running any: for publishing, in a scratch heap. A load parses only what
    /// it runs, and does not see that a file closes the function it is wrapped in.
    /// </summary>
    /// <returns>The first fault with its file and line, or null.</returns>
    ScriptFailure? CheckSyntax(ScriptSource source);

    /// <summary>
    /// Runs a template's <c>index.js</c> in a global object of its own and collects what it subscribed to by
    /// <c>on</c>. Host functions other than <c>console</c> refuse to work during the load.
    /// </summary>
    ScriptLoadOutcome Load(ScriptSource source, IScriptHost host, ScriptLimits limits);

    /// <summary>Frees unreachable objects; for a tenant that becomes idle.</summary>
    void CollectGarbage();
}
