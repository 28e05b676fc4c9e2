using System.Collections.Concurrent;
using TemplateWorker.JavaScript.Jint.Modules;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>
/// The managed interpreter: modern JavaScript without native code, so that a defect of it is an exception. See <c>docs/engines.md</c>.
/// </summary>
internal sealed class JintEngine : IScriptEngine
{
    private readonly ConcurrentDictionary<ScriptSource, IReadOnlyList<PreparedScript>> _kept = new(ReferenceEqualityComparer.Instance);

    private JintEngine()
    {
    }

    public string Name => "jint";

    public bool BindsHeapsToThreads => false;

    // Its jobs run under the limits of their run.
    public bool HasMicrotaskGuard => true;

    /// <param name="ownsProcess">Whether the process runs nothing but scripts of ours, so that its settings may be changed.</param>
    /// <exception cref="ScriptEngineUnavailableException">The self-test failed.</exception>
    public static JintEngine Start(bool ownsProcess)
    {
        if (ownsProcess)
        {
            // Intl asks the process for its zone, and no option of the interpreter answers instead.
            Environment.SetEnvironmentVariable("TZ", "UTC");
            TimeZoneInfo.ClearCachedData();
            TimeZoneOrder.LeaveAsRead();
        }

        var engine = new JintEngine();
        JintStartTest.Run(engine);
        return engine;
    }

    public IScriptHeap CreateHeap() => new JintHeap();

    public void KeepParsed(ScriptSource source) =>
        _kept.GetOrAdd(source, one => [.. one.Files.Select(file => PreparedScripts.Of(file.Key, file.Value))]);

    /// <summary>Nothing to do: its heaps are objects of the .NET heap, which gives memory back by itself.</summary>
    public void TrimMemory()
    {
    }

    public void Dispose()
    {
    }
}
