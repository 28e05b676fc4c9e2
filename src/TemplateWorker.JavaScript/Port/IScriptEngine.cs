namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// The script engine port. One per process; thread-safe. Two implementations stand behind it, JavaScriptCore and
/// Jint, and one conformance suite holds both.
/// </summary>
internal interface IScriptEngine : IDisposable
{
    /// <summary><c>javascriptcore</c> or <c>jint</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a flood of promise jobs is stopped by the limits of its run. If not, it ends with the process only. Where
    /// there are no promises there is nothing to guard: true.
    /// </summary>
    bool HasMicrotaskGuard { get; }

    /// <summary>Makes an empty heap for one tenant.</summary>
    IScriptHeap CreateHeap();

    /// <summary>
    /// Gives freed memory back to the system. Disposing a heap does it at most every two seconds, since it takes 15 to 30 ms
    /// per gigabyte during which no script can allocate; call it after a batch of evictions.
    /// </summary>
    void TrimMemory();
}
