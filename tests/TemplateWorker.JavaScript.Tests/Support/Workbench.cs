
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Support;

/// <summary>One heap with a host: loads templates and runs their handlers.</summary>
internal sealed class Workbench(IScriptEngine engine) : IDisposable
{
    public FakeHost Host { get; } = new();

    public IScriptEngine Engine { get; } = engine;

    public IScriptHeap Heap { get; } = engine.CreateHeap();

    public ScriptLimits Limits { get; set; } = new()
    {
        WallTime = TimeSpan.FromMinutes(5),
        CpuTime = TimeSpan.FromMinutes(2),
        HeapBytes = 512 * 1024 * 1024,
        ResultBytes = 256 * 1024,
    };

    public static ScriptSource Source(params (string Path, string Text)[] files) => new()
    {
        Template = "sample",
        Version = 3,
        Files = files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal),
        Settings = """{"greeting":"hello","nested":{"list":[1,2]}}""",
    };

    public static ScriptCall Call(string name, string data = "null") => new()
    {
        EventName = name,
        EventJson = $$"""{"id":"11111111-1111-7111-8111-111111111111","name":"{{name}}","data":{{data}}}""",
        ContextJson = """
            {"runId":"22222222-2222-7222-8222-222222222222","attempt":2,"tenant":"guild:1234","deadline":1795176000000}
            """,
    };

    public IScriptTemplate Load(string index, params (string Path, string Text)[] others) =>
        TryLoad(index, others).ShouldBeOfType<ScriptLoadOutcome.Loaded>().Template;

    public ScriptFailure FailToLoad(string index, params (string Path, string Text)[] others) =>
        TryLoad(index, others).ShouldBeOfType<ScriptLoadOutcome.Failed>().Failure;

    public ScriptLoadOutcome TryLoad(string index, params (string Path, string Text)[] others) =>
        Heap.Load(Source([("index.js", index), .. others]), Host, Limits);

    public ScriptOutcome Run(IScriptTemplate template, string name = "go", string data = "null") =>
        template.Run(Call(name, data), Host, Limits, CancellationToken.None);

    /// <summary>Runs <paramref name="body"/> as the handler of an event, with <c>event</c> and <c>ctx</c>.</summary>
    public ScriptOutcome Run(string body, string data = "null")
    {
        using var template = Load("on('go', function (event, ctx) {\n" + body + "\n});");
        return Run(template, "go", data);
    }

    /// <summary>The JSON of what <paramref name="body"/> returns.</summary>
    public string? Result(string body, string data = "null")
    {
        var outcome = Run(body, data);
        return outcome is ScriptOutcome.Failed failed
            ? throw new ShouldAssertException($"{failed.Failure.Reason}: {failed.Failure.Message}\n{failed.Failure.Stack}")
            : ((ScriptOutcome.Completed)outcome).ResultJson;
    }

    public ScriptFailure Failure(string body, string data = "null") =>
        Run(body, data).ShouldBeOfType<ScriptOutcome.Failed>().Failure;

    public void Dispose() => Heap.Dispose();
}
