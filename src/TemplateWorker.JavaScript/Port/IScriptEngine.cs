namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// The script engine port. One engine per process; thread-safe. Implemented by JavaScriptCore and
/// Jint; one conformance suite tests both.
/// </summary>
internal interface IScriptEngine : IDisposable
{
    /// <summary><c>javascriptcore</c> or <c>jint</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether the limits of a run stop a flood of promise jobs. If not, only the end of the process does. True for engines
    /// without promises.
    /// </summary>
    bool HasMicrotaskGuard { get; }

    /// <summary>
    /// Whether a heap may only be used on the thread that made it. If not, one thread after the other may use it, each once the one before
    /// is done with it.
    /// </summary>
    bool BindsHeapsToThreads { get; }

    /// <summary>Creates an empty heap for one tenant.</summary>
    IScriptHeap CreateHeap();

    /// <summary>Keeps the parsed form of a source that this process loads again and again, where the engine has one. Once is enough.</summary>
    void KeepParsed(ScriptSource source);

    /// <summary>
    /// Returns freed memory to the system. Disposing a heap does it at most every two seconds, because it takes 15 to 30 ms
    /// per gigabyte during which no script can allocate; call it after a batch of evictions.
    /// </summary>
    void TrimMemory();
}
