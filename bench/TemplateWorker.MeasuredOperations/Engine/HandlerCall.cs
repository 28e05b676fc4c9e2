using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.MeasuredOperations.Engine;

/// <summary>One call of a handler that reads its event, increments one key and returns an object.</summary>
internal sealed class HandlerCall : MeasuredOperation
{
    private const string Script = """
        on("message.create", (event) => ({ seen: kv.increment(`seen:${event.data.author}`) }));
        """;

    private static readonly ScriptLimits Limits = new()
    {
        WallTime = TimeSpan.FromSeconds(10),
        CpuTime = TimeSpan.FromSeconds(2),
        HeapBytes = 64 * 1024 * 1024,
        ResultBytes = 256 * 1024,
    };

    private static readonly ScriptCall Call = new()
    {
        EventName = "message.create",
        EventJson = """{"id":"00112233-4455-6677-8899-aabbccddeeff","name":"message.create","data":{"author":"ada","content":"hello"}}""",
        ContextJson = """{"runId":"22222222-2222-7222-8222-222222222222","attempt":1,"tenant":"guild:1234","deadline":1795176000000}""",
    };

    private readonly CounterHost _host = new();
    private readonly IScriptEngine _engine;
    private readonly IScriptHeap _heap;
    private readonly IScriptTemplate _template;

    /// <summary>Starts the engine. JavaScriptCore can be started once per process.</summary>
    public HandlerCall(ScriptEngineKind kind)
    {
        _engine = ScriptEngines.Create(new ScriptEngineOptions { Kind = kind });
        _heap = _engine.CreateHeap();
        var source = new ScriptSource
        {
            Template = "counter",
            Version = 1,
            Files = new Dictionary<string, string>(StringComparer.Ordinal) { [ScriptSource.Entry] = Script },
            Settings = "{}",
        };
        _template = _heap.Load(source, _host, Limits) is ScriptLoadOutcome.Loaded loaded
            ? loaded.Template
            : throw new InvalidOperationException("The template of the measurement cannot be loaded.");
    }

    public override void Run()
    {
        if (_template.Run(Call, _host, Limits, CancellationToken.None) is not ScriptOutcome.Completed)
        {
            throw new InvalidOperationException("The handler of the measurement failed.");
        }
    }

    public override void Dispose()
    {
        _template.Dispose();
        _heap.Dispose();
        _engine.Dispose();
        base.Dispose();
    }
}
