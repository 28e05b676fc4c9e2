using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>What every engine does, with templates in ECMAScript 5.</summary>
public abstract class EngineConformanceTests : EngineTests
{
    [EngineFact]
    public void A_handler_gets_the_event_and_the_context_and_its_result_is_json() => Test(bench =>
    {
        var template = bench.Load("on('go', function (event, ctx) { return { event: event, run: ctx.runId, attempt: ctx.attempt, tenant: ctx.tenant }; });");
        bench.Run(template, "go", """{"a":[1,true,null,"x"]}""").ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe(
            """{"event":{"id":"11111111-1111-7111-8111-111111111111","name":"go","data":{"a":[1,true,null,"x"]}},"run":"22222222-2222-7222-8222-222222222222","attempt":2,"tenant":"guild:1234"}""");
    });

    [EngineFact]
    public void Subscriptions_are_in_the_order_of_on() => Test(bench =>
        bench.Load("on('b', function () {}); on('2', function () {}); on('a', function () {}); on('1', function () {});")
            .Subscriptions.ShouldBe(["b", "2", "a", "1"]));

    [EngineTheory]
    [InlineData("on('a', function () {}); on('a', function () {});", "has a handler already")]
    [InlineData("on('', function () {});", "string of 1 to 128 characters")]
    [InlineData("on(7, function () {});", "was 7")]
    [InlineData("on(new Array(130).join('x'), function () {});", "string of 1 to 128 characters")]
    [InlineData("on('a', 'b');", "must be a function, was \"b\"")]
    [InlineData("on('a\\u0000b', function () {});", "U+0000")]
    public void A_subscription_that_cannot_be_is_refused(string source, string expected) => Test(bench =>
    {
        var failure = bench.FailToLoad(source);
        failure.Reason.ShouldBe(ScriptFailureReason.ScriptError);
        failure.Message.ShouldContain(expected);
    });

    [EngineFact]
    public void An_event_without_handler_is_named() => Test(bench =>
    {
        var failure = bench.Run(bench.Load("on('a', function () {});"), "b").ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        failure.Reason.ShouldBe(ScriptFailureReason.NoHandler);
        failure.Message.ShouldContain("'b'");
    });

    [EngineFact]
    public void On_is_refused_while_a_handler_runs() => Test(bench =>
        bench.Failure("on('later', function () {});").Message.ShouldContain("only be registered while the template loads"));

    [EngineFact]
    public void A_refusal_of_the_host_is_an_error_that_the_script_can_catch() => Test(bench =>
    {
        bench.Host.OnCall = function =>
        {
            if (function == HostFunction.KvSet)
            {
                throw new ScriptHostException("RangeError", "kv.set: the value has 300000 bytes, the limit is 262144");
            }

            if (function == HostFunction.KvDelete)
            {
                throw new ScriptHostException("QuotaExceeded", "no more");
            }
        };
        bench.Result("try { kv.set('a', 1); } catch (e) { return [e.name, e.message, e instanceof RangeError]; }")
            .ShouldBe("""["RangeError","kv.set: the value has 300000 bytes, the limit is 262144",true]""");
        bench.Failure("kv.delete('a');").Message.ShouldBe("QuotaExceeded: no more");
    });

    [EngineFact]
    public void A_fault_of_the_host_reaches_the_caller_and_not_the_script() => Test(bench =>
    {
        bench.Host.OnCall = _ => throw new InvalidOperationException("connection string");
        var template = bench.Load("on('go', function () { try { kv.get('a'); } catch (e) { } });");
        Should.Throw<InvalidOperationException>(() => bench.Run(template)).InnerException!.Message.ShouldBe("connection string");
    });

    [EngineTheory]
    [InlineData("eval('1')")]
    [InlineData("(0, eval)('1')")]
    [InlineData("new Function('return 1')")]
    [InlineData("(function () {}).constructor('return 1')()")]
    public void Code_from_text_is_refused(string expression) => Test(bench =>
        bench.Failure($"return {expression};").Message.ShouldStartWith("EvalError: "));

    [EngineFact]
    public void Templates_and_heaps_share_nothing() => Test(bench =>
    {
        const string Leaky = "on('go', function () { Object.prototype.leak = 1; Array.prototype.push = null; globalLeak = 2; return 1; });";
        const string Probe = "on('go', function () { return [typeof {}.leak, typeof [].push, typeof globalLeak]; });";
        bench.Run(bench.Load(Leaky)).ShouldBeOfType<ScriptOutcome.Completed>();
        bench.Run(bench.Load(Probe)).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("""["undefined","function","undefined"]""");
        using var other = new Workbench(Engine);
        other.Run(other.Load(Probe)).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("""["undefined","function","undefined"]""");
    });

    [EngineFact]
    public void A_template_that_replaces_built_ins_still_stores_and_reads_values() => Test(bench => bench.Result("""
        Object.prototype.toJSON = undefined;
        ['parse', 'stringify'].forEach(function (name) { JSON[name] = null; });
        ['keys', 'freeze', 'getPrototypeOf', 'defineProperty', 'create'].forEach(function (name) { Object[name] = null; });
        Array.isArray = null; Date.prototype.toISOString = null; Date.prototype.getTime = null; Function.prototype.call = null;
        Function.prototype.apply = null; String.prototype.slice = null; Array.prototype.push = null; Array.prototype.forEach = null;
        kv.set('a', { d: new Date(0), list: [1, 'two'] }); console.log('x', [1]);
        var a = kv.get('a');
        return [a.d instanceof Date, a.list, kv.increment('n'), state.update(function () { return { s: 1 }; })];
        """).ShouldBe("""[true,[1,"two"],1,{"s":1}]"""));

    [EngineFact]
    public void A_heap_may_be_used_on_another_thread_unless_the_engine_binds_it_to_one() => Test(bench =>
    {
        var template = bench.Load("on('go', function () { return 1; });");
        void UseElsewhere() => ScriptThread.Run(() => bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("1"));

        if (Engine.BindsHeapsToThreads)
        {
            Should.Throw<InvalidOperationException>(UseElsewhere);
        }
        else
        {
            UseElsewhere();
        }
    });

    [EngineFact]
    public void A_run_is_asked_to_pause_where_heaps_are_bound_to_no_thread() => Test(bench =>
    {
        var pace = new CountingPace();
        bench.Limits = bench.Limits with { Pace = pace };

        var outcome = bench.Run("var n = 0; for (var i = 0; i < 1e5; i++) { n += i; } kv.get('a'); return n;").ShouldBeOfType<ScriptOutcome.Completed>();

        outcome.ResultJson.ShouldBe("4999950000");
        (pace.Asked > 0).ShouldBe(!Engine.BindsHeapsToThreads, "an engine whose heaps are bound to a thread pauses no run");
    });

    [EngineFact]
    public void An_endless_loop_is_stopped_and_the_heap_works_on() => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromMilliseconds(100) };
        var healthy = bench.Load("on('go', function () { return 1; });");
        var hostile = bench.Load("on('go', function () { for (;;) { try { throw 1; } catch (e) { } finally { } } });");
        var outcome = bench.Run(hostile).ShouldBeOfType<ScriptOutcome.Failed>();
        outcome.Failure.Reason.ShouldBeOneOf(ScriptFailureReason.CpuLimit, ScriptFailureReason.HeapLimit);
        outcome.Wall.ShouldBeGreaterThan(TimeSpan.Zero);
        hostile.IsUsable.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => bench.Run(hostile));
        bench.Run(healthy).ShouldBeOfType<ScriptOutcome.Completed>();
    });

    [EngineFact]
    public void A_loop_during_the_load_is_stopped() => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromMilliseconds(50) };
        bench.FailToLoad("for (;;) { }").Reason.ShouldBe(ScriptFailureReason.CpuLimit);
    });

    [EngineFact]
    public void A_cancelled_call_ends_the_run() => Test(bench =>
    {
        using var cancellation = new CancellationTokenSource();
        bench.Host.OnCall = _ => cancellation.Cancel();
        var template = bench.Load("on('go', function () { kv.increment('n'); for (;;) { } });");
        template.Run(Workbench.Call("go"), bench.Host, bench.Limits, cancellation.Token)
            .ShouldBeOfType<ScriptOutcome.Failed>().Failure.Reason.ShouldBe(ScriptFailureReason.Cancelled);
    });

    [EngineFact]
    public void Time_in_host_calls_counts_for_the_wall_limit_whatever_the_script_does() => Test(bench =>
    {
        bench.Limits = bench.Limits with { WallTime = TimeSpan.FromMilliseconds(30) };
        using var never = new ManualResetEventSlim();
        bench.Host.OnCall = _ => never.Wait(TimeSpan.FromMilliseconds(40));
        bench.Failure("try { kv.get('a'); } catch (e) { } return 'done';").Reason.ShouldBe(ScriptFailureReason.TimeLimit);
        bench.Host.Calls.ShouldBe(1);
    });

    [EngineFact]
    public void Recursion_without_end_is_an_error() => Test(bench =>
        bench.Failure("function again() { again(); } again();").Message.ShouldStartWith("RangeError: "));

    [EngineFact]
    public void A_result_over_its_limit_is_refused() => Test(bench =>
    {
        bench.Limits = bench.Limits with { ResultBytes = 100 };
        bench.Result("return new Array(99).join('x');").ShouldNotBeNull().Length.ShouldBe(100);
        bench.Failure("return new Array(100).join('x');").Reason.ShouldBe(ScriptFailureReason.ResultTooLarge);
        bench.Failure("return new Array(60).join('\\u00e9');").Reason.ShouldBe(ScriptFailureReason.ResultTooLarge);
        bench.Failure("var a = []; for (var i = 0; i < 100; i++) a.push([i]); return a;").Reason.ShouldBe(ScriptFailureReason.ResultTooLarge);
    });

    [EngineFact]
    public void A_run_reports_its_time() => Test(bench =>
    {
        var outcome = bench.Run("for (var i = 0; i < 1e5; i++) { } return 1;");
        outcome.Cpu.ShouldBeGreaterThan(TimeSpan.Zero);
        outcome.Wall.ShouldBeGreaterThan(TimeSpan.Zero);
    });

    [EngineFact]
    public void Disposing_twice_is_harmless_and_use_afterwards_is_refused() => Test(bench =>
    {
        var template = bench.Load("on('go', function () {});");
        bench.Heap.CollectGarbage();
        template.Dispose();
        template.Dispose();
        template.IsUsable.ShouldBeFalse();
        Should.Throw<ObjectDisposedException>(() => bench.Run(template));
        bench.Heap.Dispose();
        bench.Heap.Dispose();
        Should.Throw<ObjectDisposedException>(() => bench.Load("1;"));
    });

    private sealed class CountingPace : IScriptPace
    {
        public int Asked { get; private set; }

        public TimeSpan Pause()
        {
            Asked++;
            return TimeSpan.Zero;
        }
    }
}
