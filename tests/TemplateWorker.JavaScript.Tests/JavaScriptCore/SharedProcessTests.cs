using System.Runtime.CompilerServices;
using TemplateWorker.JavaScript.JavaScriptCore;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

/// <summary>Heaps of several threads in one process.</summary>
public sealed class SharedProcessTests
{
    private const long HeapBytes = 64 * 1024 * 1024;

    // Other classes of this process run beside it, and beyond twice the limit no run is taken for innocent.
    private const long RoomyHeapBytes = 4 * HeapBytes;

    [EngineFact]
    public async Task Growth_is_put_down_to_the_run_that_grew()
    {
        using var started = new ManualResetEventSlim();
        using var grown = new ManualResetEventSlim();
        string? bystander = null;
        var other = Task.Run(() => ScriptThread.Run(() =>
        {
            using var bench = new Workbench(Engine.Instance);
            bench.Limits = bench.Limits with { HeapBytes = RoomyHeapBytes, CpuTime = TimeSpan.FromMinutes(1), WallTime = TimeSpan.FromMinutes(1) };
            bench.Host.OnCall = _ =>
            {
                started.Set();
                bench.Host["done"] = grown.IsSet ? "true" : "false";
            };
            bystander = bench.Result("for (;;) { if (kv.get('done')) return 'finished'; }");
        }));
        started.Wait();
        ScriptThread.Run(() =>
        {
            using var bench = new Workbench(Engine.Instance);
            bench.Limits = bench.Limits with { HeapBytes = RoomyHeapBytes };
            bench.Failure("const a = []; for (;;) a.push({ a: 1, b: [2] });").Reason.ShouldBe(ScriptFailureReason.HeapLimit);
            grown.Set();
        });
        await other;
        bystander.ShouldBe("\"finished\"");
        Engine.Instance.TrimMemory();
    }

    [EngineFact]
    public async Task Templates_that_other_threads_load_are_no_growth_of_a_run()
    {
        using var started = new ManualResetEventSlim();
        using var loaded = new ManualResetEventSlim();
        string? bystander = null;
        var other = Task.Run(() => ScriptThread.Run(() =>
        {
            using var bench = new Workbench(Engine.Instance);
            bench.Limits = bench.Limits with { HeapBytes = HeapBytes };
            bench.Host.OnCall = _ =>
            {
                started.Set();
                bench.Host["done"] = loaded.IsSet ? "true" : "false";
            };
            bystander = bench.Result("for (;;) { if (kv.get('done')) return 'finished'; }");
        }));
        started.Wait();
        ScriptThread.Run(() =>
        {
            var tenants = Enumerable.Range(0, 240).Select(_ => new Workbench(Engine.Instance)).ToArray();
            foreach (var tenant in tenants)
            {
                tenant.Run(tenant.Load("on('go', () => 1);"));
            }

            loaded.Set();
            foreach (var tenant in tenants)
            {
                tenant.Dispose();
            }
        });
        await other;
        bystander.ShouldBe("\"finished\"");
    }

    [EngineFact]
    public async Task Heaps_on_several_threads_run_and_stop_scripts_side_by_side()
    {
        const string Template = """
            on('add', () => kv.increment('n'));
            on('await', async () => { for (let i = 0; i < 10; i++) await i; return 'awaited'; });
            on('throw', async () => { await 0; throw new Error('thrown'); });
            on('loop', () => { for (;;) { } });
            on('flood', () => { (async () => { for (;;) await 0; })(); });
            """;
        var threads = Enumerable.Range(0, 3).Select(number => Task.Run(() => ScriptThread.Run(() =>
        {
            using var bench = new Workbench(Engine.Instance);
            var brief = bench.Limits with { CpuTime = TimeSpan.FromMilliseconds(10) };
            var template = bench.Load(Template);
            for (var round = 0; round < 20; round++)
            {
                bench.Run(template, "add").ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe($"{round + 1}");
                bench.Run(template, "await").ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("\"awaited\"");
                bench.Run(template, "throw").ShouldBeOfType<ScriptOutcome.Failed>().Failure.Message.ShouldBe("Error: thrown");
                var endless = (round + number) % 2 == 0 ? "loop" : "flood";
                template.Run(Workbench.Call(endless), bench.Host, brief, CancellationToken.None)
                    .ShouldBeOfType<ScriptOutcome.Failed>().Failure.Reason.ShouldBe(ScriptFailureReason.CpuLimit);
                template.Dispose();
                template = bench.Load(Template);
                bench.Heap.CollectGarbage();
            }
        }))).ToArray();
        await Task.WhenAll(threads);
    }

    [EngineFact]
    public void The_documentation_names_the_settings()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/engines.md"));
        var text = File.ReadAllText(path);
        foreach (var (name, value) in JavaScriptCoreEnvironment.Variables(jit: false))
        {
            text.ShouldContain($"`{name}={value}`");
        }
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
