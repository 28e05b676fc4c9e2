using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript;

/// <summary>
/// The self-test that may hang. Run it in a child process, kill that after some seconds, and start the engines of this
/// machine with <see cref="ScriptEngineOptions.MicrotaskGuard"/> off when it did not return true.
/// </summary>
internal static class EngineSelfTest
{
    private const string Flood = """
        on('flood', () => { (async () => { for (;;) await 0; })(); });
        on('flood-then-throw', () => { (async () => { for (;;) await 0; })(); throw new Error('after'); });
        on('settle', async () => { for (let i = 0; i < 1000; i++) await i; return 'settled'; });
        """;

    private static readonly ScriptLimits Limits = new()
    {
        WallTime = TimeSpan.FromSeconds(10),
        CpuTime = TimeSpan.FromMilliseconds(100),
        HeapBytes = 256 * 1024 * 1024,
        ResultBytes = 1024,
    };

    /// <summary>Whether endless promise jobs are stopped by the limits of their run, and finite ones are not.</summary>
    /// <exception cref="ScriptEngineUnavailableException">JavaScriptCore cannot be used at all.</exception>
    public static bool RunPromiseFlood(ScriptEngineOptions options)
    {
        using var engine = ScriptEngines.Create(options);
        using var heap = engine.CreateHeap();
        return engine.HasMicrotaskGuard
            && Run(heap, "settle") is ScriptOutcome.Completed { ResultJson: "\"settled\"" }
            && IsStopped(Run(heap, "flood"))
            && IsStopped(Run(heap, "flood-then-throw"))
            && Run(heap, "settle") is ScriptOutcome.Completed;
    }

    private static bool IsStopped(ScriptOutcome outcome) =>
        outcome is ScriptOutcome.Failed { Failure.Reason: ScriptFailureReason.CpuLimit };

    private static ScriptOutcome Run(IScriptHeap heap, string eventName)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [ScriptSource.Entry] = Flood };
        var source = new ScriptSource { Template = "self-test", Version = 1, Files = files, Settings = "{}" };
        var template = ((ScriptLoadOutcome.Loaded)heap.Load(source, NoHost.Instance, Limits)).Template;
        var call = new ScriptCall { EventName = eventName, EventJson = "{}", ContextJson = "{}" };
        return template.Run(call, NoHost.Instance, Limits, CancellationToken.None);
    }
}
