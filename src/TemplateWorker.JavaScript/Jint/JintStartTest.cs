using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>
/// Shows, once per process, that scripts run and that an endless one is stopped. It also has the interpreter's hot code compiled before
/// the first tenant comes.
/// </summary>
internal static class JintStartTest
{
    private const string Script = """
        const { count } = require('./count');
        on('run', async (event) => {
          await 0;
          return { count: count(event.data), text: `${JSON.stringify(event)}`.replace(/\s/g, ''), keys: Object.keys(event).map((key) => key) };
        });
        on('loop', () => { for (;;) { } });
        """;

    private const string Module = "exports.count = (data) => data.reduce((sum, value) => sum + value, 0);";

    private static readonly ScriptLimits Generous = new()
    {
        WallTime = TimeSpan.FromMinutes(1),
        CpuTime = TimeSpan.FromMinutes(1),
        HeapBytes = 64 << 20,
        ResultBytes = 1 << 20,
    };

    /// <exception cref="ScriptEngineUnavailableException">The interpreter does not do what the product needs of it.</exception>
    public static void Run(IScriptEngine engine)
    {
        using var heap = engine.CreateHeap();
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [ScriptSource.Entry] = Script, ["count.js"] = Module };
        var source = new ScriptSource { Template = "start-test", Version = 1, Files = files, Settings = "{}" };
        if (heap.Load(source, NoHost.Instance, Generous) is not ScriptLoadOutcome.Loaded { Template: var template })
        {
            throw new ScriptEngineUnavailableException("Jint does not load a template.");
        }

        if (Call(template, "run", Generous) is not ScriptOutcome.Completed { ResultJson: { } result } || !result.StartsWith("{\"count\":6,", StringComparison.Ordinal))
        {
            throw new ScriptEngineUnavailableException("Jint does not run a handler.");
        }

        if (Call(template, "loop", Generous with { CpuTime = TimeSpan.FromMilliseconds(20) }) is not ScriptOutcome.Failed
            {
                Failure.Reason: ScriptFailureReason.CpuLimit,
            })
        {
            throw new ScriptEngineUnavailableException("Jint does not stop an endless loop.");
        }
    }

    private static ScriptOutcome Call(IScriptTemplate template, string eventName, ScriptLimits limits)
    {
        var call = new ScriptCall { EventName = eventName, EventJson = """{"id":"1","name":"start","data":[1,2,3]}""", ContextJson = "{}" };
        return template.Run(call, NoHost.Instance, limits, CancellationToken.None);
    }
}
