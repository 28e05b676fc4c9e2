using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

/// <summary>What runs in a process of its own: limits of the process, and settings that are read once in it.</summary>
internal static class ProcessScenarios
{
    public const string HugeAllocations = "huge-allocations";
    public const string GrowingHeaps = "growing-heaps";
    public const string NetExceptions = "net-exceptions";
    public const string PromiseFlood = "promise-flood";
    public const string Suspended = "suspended";
    public const string SuspendedJint = "suspended-jint";
    public const string Start = "start";
    public const string StartWithJit = "start-with-jit";
    public const string WithoutMicrotaskGuard = "without-microtask-guard";

    private const long Headroom = 512L * 1024 * 1024;

    private static readonly ScriptEngineOptions Options = new() { Kind = ScriptEngineKind.JavaScriptCore };

    public static void Run(string scenario)
    {
        switch (scenario)
        {
            case HugeAllocations:
                AllocateHugeBlocks();
                break;
            case GrowingHeaps:
                GrowHeaps();
                break;
            case NetExceptions:
                ThrowNetExceptions();
                break;
            case PromiseFlood:
                Console.WriteLine(EngineSelfTest.RunPromiseFlood(Options));
                break;
            case Suspended:
                StopInTheMiddleOfARun(Options);
                break;
            case SuspendedJint:
                StopInTheMiddleOfARun(Options with { Kind = ScriptEngineKind.Jint });
                break;
            case Start:
                Check(Options, "on('go', () => 1);", "1");
                break;
            case StartWithJit:
                Check(Options with { Jit = true }, "on('go', () => { let s = 0; for (let i = 0; i < 1e7; i++) s += i % 7; return s; });", "29999994");
                break;
            case WithoutMicrotaskGuard:
                Check(Options with { MicrotaskGuard = false }, "on('go', async () => { await 0; return await kv.increment('n'); });", "1");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scenario), scenario, "There is no such scenario.");
        }
    }

    private static void Check(ScriptEngineOptions options, string template, string expected)
    {
        using var engine = ScriptEngines.Create(options);
        engine.HasMicrotaskGuard.ShouldBe(options.MicrotaskGuard);
        using var bench = new Workbench(engine);
        bench.Run(bench.Load(template)).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe(expected);
        Console.WriteLine("ok");
    }

    /// <summary>The process gets no processor for two of the run's three seconds, as on a machine that is busy or suspended.</summary>
    private static void StopInTheMiddleOfARun(ScriptEngineOptions options)
    {
        using var engine = ScriptEngines.Create(options);
        using var bench = new Workbench(engine);
        bench.Limits = bench.Limits with { WallTime = TimeSpan.FromSeconds(2), CpuTime = TimeSpan.FromSeconds(2) };
        var me = Environment.ProcessId;
        bench.Host.OnCall = _ => System.Diagnostics.Process.Start("sh", ["-c", $"sleep 0.3; kill -STOP {me}; sleep 2; kill -CONT {me}"]).Dispose();
        bench.Result("kv.get('a'); const from = Date.now(); while (Date.now() - from < 3000) { } return 1;").ShouldBe("1");
        Console.WriteLine("ok");
    }

    private static void AllocateHugeBlocks()
    {
        string[] bodies =
        [
            "'x'.repeat(2 ** 30).length", "'x'.repeat(2 ** 31 - 1).length", "'x'.padStart(2 ** 30).length",
            "new Array(1e8).fill({}).length", "new Uint8Array(2 ** 32 - 1).fill(7).length",
            "new ArrayBuffer(1, { maxByteLength: 2 ** 32 }).resize(2 ** 32)",
        ];
        using var engine = ScriptEngines.Create(Options with { ProcessMemoryHeadroomBytes = Headroom });
        foreach (var body in bodies)
        {
            using var bench = new Workbench(engine);
            bench.Result($"try {{ return {body}; }} catch (e) {{ return e.name; }}").ShouldBe("\"RangeError\"", body);
            bench.Result("return kv.increment('n');").ShouldBe("1");
        }

        Console.WriteLine("ok");
    }

    private static void GrowHeaps()
    {
        string[] bodies =
        [
            "const a = []; for (;;) a.push('x' + a.length);", "const o = {}; for (let i = 0; ; i++) o['k' + i] = i;",
            "const a = []; for (;;) { const b = new Uint8Array(1 << 24); b.fill(1); a.push(b); }",
            "const a = []; for (;;) a.push(() => a);", "const a = []; for (;;) a.push(new Error('x').stack);",
        ];
        using var engine = ScriptEngines.Create(Options with { ProcessMemoryHeadroomBytes = Headroom });
        foreach (var body in bodies)
        {
            using (var bench = new Workbench(engine))
            {
                bench.Limits = bench.Limits with { HeapBytes = 64 * 1024 * 1024 };
                bench.Failure(body).Reason.ShouldBeOneOf(ScriptFailureReason.HeapLimit, ScriptFailureReason.ScriptError);
            }

            engine.TrimMemory();
        }

        Console.WriteLine("ok");
    }

    private static void ThrowNetExceptions()
    {
        using var engine = ScriptEngines.Create(Options);
        using var bench = new Workbench(engine);
        object? nothing = null;
        var zero = bench.Host.Calls;
        for (var i = 0; i < 200; i++)
        {
            Should.Throw<NullReferenceException>(() => nothing!.GetHashCode());
            Should.Throw<DivideByZeroException>(() => 1 / zero);
        }

        bench.Host.OnCall = _ => nothing!.GetHashCode();
        Should.Throw<InvalidOperationException>(() => bench.Run("kv.get('a');")).InnerException.ShouldBeOfType<NullReferenceException>();
        Console.WriteLine("ok");
    }
}
