using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Runs the attacks of a group in this process, one after the other, and reports each as a line of JSON.</summary>
internal static class HostileRunner
{
    public const string Scenario = "hostile";

    public static readonly ScriptLimits Limits = new()
    {
        WallTime = TimeSpan.FromMinutes(1),
        CpuTime = TimeSpan.FromMilliseconds(200),
        HeapBytes = 32 * 1024 * 1024,
        ResultBytes = 64 * 1024,
    };

    private const string Neighbour = """
        on('go', async event => {
          await 0;
          const found = /(?<month>\d\d)-(?<day>\d\d)$/.exec('2026-11-30');
          kv.set('value', { date: new Date(5), big: 2n ** 70n, map: new Map([['k', [1, null]]]) });
          const { date, big, map } = kv.get('value');
          return [kv.increment('n') > 0, found.groups.day, date.getTime(), String(big), map.get('k'), [3, 1, 2].sort(), JSON.stringify({ a: [1.5] })];
        });
        """;

    private const string NeighboursResult = """[true,"30",5,"1180591620717411303424",[1,null],[1,2,3],"{\"a\":[1.5]}"]""";

    /// <param name="kind">The engine.</param>
    /// <param name="group">Of <see cref="HostileGroup"/>.</param>
    /// <param name="first">The index of the first to run.</param>
    /// <param name="end">The index behind the last. Several leave out what is known not to end.</param>
    public static void Run(ScriptEngineKind kind, string group, int first, int end)
    {
        using var engine = ScriptEngines.Create(new ScriptEngineOptions { Kind = kind, ProcessMemoryHeadroomBytes = 1L << 30 });
        using var neighbour = new Workbench(engine);
        var healthy = neighbour.Load(Neighbour);
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            Attack(engine, HostileScript.Handler("JSON.stringify([1, { a: 'x' }]); kv.set('a', [1]); throw new Error('x');", Ends.Error));
            CheckNeighbour(neighbour, healthy);
        }

        var scripts = HostileGroup.Of(group);
        for (var index = first; index < end; index++)
        {
            if (scripts[index].IsEndlessOn(kind) && end - first > 1)
            {
                continue;
            }

            var before = ResidentBytes(engine);
            var managed = GC.GetTotalMemory(forceFullCollection: false);
            var (failure, result, cpu) = Attack(engine, scripts[index]);
            var kept = ResidentBytes(engine) - before;
            var report = new HostileReport(
                index, failure?.Reason.ToString(), failure?.Message ?? result, cpu.TotalMilliseconds, before, kept, GC.GetTotalMemory(forceFullCollection: false) - managed,
                CheckNeighbour(neighbour, healthy));
            Console.WriteLine(JsonSerializer.Serialize(report));
        }
    }

    private static (ScriptFailure? Failure, string? Result, TimeSpan Cpu) Attack(IScriptEngine engine, HostileScript script)
    {
        using var bench = new Workbench(engine) { Limits = Limits };
        bench.Host["deep"] = string.Concat(Enumerable.Repeat("{\"a\":[", 450)) + "{\"$type\":\"date\",\"value\":\"2020-01-01T00:00:00.000Z\"}" + string.Concat(Enumerable.Repeat("]}", 450));
        bench.Host["giant"] = "{\"$type\":\"bigint\",\"value\":\"" + new string('9', 250_000) + "\"}";
        bench.Host["wide"] = "[" + string.Join(',', Enumerable.Repeat("{\"$type\":\"bytes\",\"value\":\"AAAA\"}", 6000)) + "]";
        bench.Host.StateData = bench.Host["deep"]!;
        var started = ThreadClock.OfCurrent!.Cpu;
        if (bench.Heap.CheckSyntax(Workbench.Source(("index.js", script.Template))) is { } fault)
        {
            // A parser that refuses a text to check it refuses to load it, too.
            var failed = bench.FailToLoad(script.Template);
            return (failed, null, ThreadClock.OfCurrent.Cpu - started);
        }

        switch (bench.TryLoad(script.Template))
        {
            case ScriptLoadOutcome.Failed failed:
                return (failed.Failure, null, ThreadClock.OfCurrent.Cpu - started);
            case ScriptLoadOutcome.Loaded { Template: var template }:
                var outcome = template.Subscriptions.Count == 0 ? null : bench.Run(template, "go", script.Data);
                var failure = (outcome as ScriptOutcome.Failed)?.Failure;
                if (failure?.Reason is ScriptFailureReason.CpuLimit or ScriptFailureReason.HeapLimit)
                {
                    template.IsUsable.ShouldBeFalse();
                }

                return (failure, (outcome as ScriptOutcome.Completed)?.ResultJson, ThreadClock.OfCurrent.Cpu - started);
            default:
                throw new InvalidOperationException("There is a third outcome of a load.");
        }
    }

    private static string? CheckNeighbour(Workbench bench, IScriptTemplate template) => bench.Run(template) switch
    {
        ScriptOutcome.Completed { ResultJson: NeighboursResult } => null,
        ScriptOutcome.Completed completed => completed.ResultJson,
        ScriptOutcome.Failed { Failure: var failure } => $"{failure.Reason}: {failure.Message}",
        var other => other.ToString(),
    };

    /// <summary>Memory of the process once everything that can be given back was.</summary>
    private static long ResidentBytes(IScriptEngine engine)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        engine.TrimMemory();
        return Environment.WorkingSet;
    }
}
