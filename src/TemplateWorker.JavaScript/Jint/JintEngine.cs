using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>
/// The managed interpreter, for places without JavaScriptCore. It runs ECMAScript 5, and it guards less: see
/// <c>docs/engines.md</c>.
/// </summary>
internal sealed class JintEngine : IScriptEngine
{
    public string Name => "jint";

    // It has no promises.
    public bool HasMicrotaskGuard => true;

    public IScriptHeap CreateHeap() => new JintHeap();

    /// <summary>Nothing to do: its heaps are objects of the .NET heap, which gives memory back by itself.</summary>
    public void TrimMemory()
    {
    }

    public void Dispose()
    {
    }
}
