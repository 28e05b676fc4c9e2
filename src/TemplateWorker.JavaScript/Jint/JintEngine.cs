using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>
/// The managed interpreter: modern JavaScript without native code, so that a defect of it is an exception. See <c>docs/engines.md</c>.
/// </summary>
internal sealed class JintEngine : IScriptEngine
{
    private JintEngine()
    {
    }

    public string Name => "jint";

    public bool BindsHeapsToThreads => false;

    // Its jobs run under the limits of their run.
    public bool HasMicrotaskGuard => true;

    /// <exception cref="ScriptEngineUnavailableException">The self-test failed.</exception>
    public static JintEngine Start()
    {
        TimeZoneOrder.LeaveAsRead();
        var engine = new JintEngine();
        JintStartTest.Run(engine);
        return engine;
    }

    public IScriptHeap CreateHeap() => new JintHeap();

    /// <summary>Nothing to do: its heaps are objects of the .NET heap, which gives memory back by itself.</summary>
    public void TrimMemory()
    {
    }

    public void Dispose()
    {
    }
}
