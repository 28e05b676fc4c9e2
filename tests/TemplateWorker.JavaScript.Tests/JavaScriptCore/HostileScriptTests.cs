using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class HostileScriptTests
{
    private static readonly ScriptLimits Limits = new()
    {
        WallTime = TimeSpan.FromMinutes(5),
        CpuTime = TimeSpan.FromMilliseconds(100),
        HeapBytes = 64 * 1024 * 1024,
        ResultBytes = 64 * 1024,
    };

    [EngineTheory]
    [InlineData("for (;;) { }")]
    [InlineData("function f() { } for (;;) f();")]
    [InlineData("for (;;) { try { for (;;) { } } catch (e) { } }")]
    [InlineData("try { for (;;) { } } finally { for (;;) { } }")]
    [InlineData("function* g() { try { for (;;) yield 1; } finally { for (;;) { } } } for (const x of g()) { for (;;) { } }")]
    [InlineData("for (const x of { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { for (;;) { } } }) }) break;")]
    [InlineData("new Proxy({}, { get() { for (;;) { } } }).x;")]
    [InlineData("JSON.stringify({ get a() { for (;;) { } } });")]
    [InlineData("String({ toString() { for (;;) { } } });")]
    [InlineData("[1, 2].sort(() => { for (;;) { } });")]
    [InlineData("for (;;) kv.increment('x');")]
    [InlineData("for (;;) { try { kv.get({ }); } catch (e) { } }")]
    [InlineData("for (;;) { try { console.log(new Proxy({}, { ownKeys() { for (;;) { } } })); } catch (e) { } }")]
    [InlineData("return { toJSON() { for (;;) { } } };")]
    [InlineData("return { get a() { for (;;) { } } };")]
    [InlineData("throw { get message() { for (;;) { } } };")]
    [InlineData("throw new Proxy(new Error('x'), { get() { for (;;) { } } });")]
    [InlineData("function r() { try { r(); } catch (e) { r(); } } r();")]
    [InlineData("Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);")]
    [InlineData("state.update(() => { for (;;) { } });")]
    public void An_endless_loop_of_any_form_is_stopped_by_the_cpu_limit(string body) => StoppedBy(ScriptFailureReason.CpuLimit, body);

    [EngineTheory]
    [InlineData("(async () => { for (;;) await 0; })();")]
    [InlineData("(function again() { Promise.resolve().then(again); })();")]
    [InlineData("(function again() { Promise.resolve().then(again); Promise.resolve().then(again); })();")]
    [InlineData("(async () => { async function* g() { for (;;) yield 1; } for await (const x of g()) { } })();")]
    [InlineData("const t = { then(resolve) { resolve(t); } }; Promise.resolve(t);")]
    [InlineData("Promise.resolve().then(() => { for (;;) { } });")]
    [InlineData("Promise.resolve().then(() => { try { for (;;) { } } finally { for (;;) { } } });")]
    [InlineData("(async () => { for (;;) await 0; })(); throw new Error('after the flood');")]
    [InlineData("(async () => { for (;;) await 0; })(); for (;;) { }")]
    [InlineData("return (async () => { for (;;) await 0; })();")]
    [InlineData("return { then(resolve) { resolve(this); } };")]
    [InlineData("return { get then() { (async () => { for (;;) await 0; })(); return 1; } };")]
    [InlineData("return new Promise(r => { r({ get a() { (async () => { for (;;) await 0; })(); return 1; } }); });")]
    [InlineData("throw { get message() { (async () => { for (;;) await 0; })(); return 'm'; } };")]
    [InlineData("(async () => { for (;;) { await 0; try { kv.get('x'); } catch (e) { } } })();")]
    public void A_flood_of_promise_jobs_of_any_form_is_stopped(string body)
    {
        Engine.Instance.HasMicrotaskGuard.ShouldBeTrue("this build of JavaScriptCore does not export drainMicrotasks");
        StoppedBy(null, body);
    }

    [EngineTheory]
    [InlineData("const a = []; for (;;) a.push('x' + a.length);")]
    [InlineData("const a = []; for (;;) a.push({ a: 1, b: [2] });")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set(i, i);")]
    [InlineData("const o = {}; for (let i = 0; ; i++) o['k' + i] = i;")]
    [InlineData("const a = []; for (;;) a.push(() => a);")]
    [InlineData("const a = []; for (;;) a.push(Symbol());")]
    [InlineData("const a = []; for (;;) a.push(new RegExp('x' + a.length));")]
    [InlineData("const a = []; for (;;) a.push(new Error('x').stack);")]
    [InlineData("const a = []; for (;;) a.push('x'.repeat(1e7) + a.length);")]
    [InlineData("const a = []; for (;;) { const b = new Uint8Array(1 << 22); b.fill(1); a.push(b); }")]
    [InlineData("let a = [1]; for (;;) a = a.concat(a);")]
    public void A_heap_that_grows_is_stopped(string body)
    {
        using var bench = new StopBench(Limits with { CpuTime = TimeSpan.FromSeconds(30) });
        var failure = bench.Fail(body);
        // Doubling may ask for too much at once, which JavaScriptCore refuses by itself.
        failure.Reason.ShouldBeOneOf(ScriptFailureReason.HeapLimit, ScriptFailureReason.ScriptError);
    }

    [EngineTheory]
    [InlineData("const a = []; for (let i = 0; i < 3e6; i++) a.push(i ^ 0x5555); a.sort((x, y) => x - y);")]
    [InlineData("for (;;) { try { throw 1; } finally { continue; } }")]
    [InlineData("return { toJSON() { return { a: { toJSON() { for (;;) { try { throw 1; } catch (e) { } } } } }; } };")]
    public void A_loop_that_also_makes_garbage_is_stopped_by_one_limit_or_the_other(string body) => StoppedBy(null, body);

    [EngineTheory]
    [InlineData("let s = 'x'.repeat(1 << 20); return s.replace(/(x+x+)+y/, '');")]
    [InlineData("eval('('.repeat(1e6));")]
    [InlineData("Math.max(...new Array(1e7));")]
    [InlineData("'x'.repeat(2 ** 40);")]
    [InlineData("new ArrayBuffer(2 ** 43);")]
    [InlineData("let s = 'x'; for (;;) s += s;")]
    [InlineData("2n ** (2n ** 40n);")]
    [InlineData("function again() { again(); } again();")]
    [InlineData("const o = { get a() { return this.a; } }; o.a;")]
    [InlineData("function again() { kv.increment('n'); again(); } again();")]
    [InlineData("const o = {}; o.toJSON = () => { kv.set('x', o); }; return o;")]
    public void What_the_engine_bounds_by_itself_ends_in_an_error(string body)
    {
        using var bench = new StopBench(Limits with { CpuTime = TimeSpan.FromSeconds(5), HeapBytes = 512 * 1024 * 1024 });
        bench.Fail(body).Reason.ShouldBeOneOf(
            ScriptFailureReason.ScriptError, ScriptFailureReason.ResultTooLarge, ScriptFailureReason.ResultNotSerializable, ScriptFailureReason.CpuLimit);
    }

    [EngineTheory]
    [InlineData("try { for (;;) { } } catch (e) { kv.set('caught', 1); } finally { kv.set('finally', 1); }")]
    [InlineData("try { kv.list({ get prefix() { for (;;) { } } }); } catch (e) { kv.set('caught', 1); } finally { kv.set('finally', 1); }")]
    [InlineData("try { JSON.stringify(new Proxy({}, { getOwnPropertyDescriptor() { for (;;) { } }, ownKeys() { for (;;) { } } })); } finally { kv.set('finally', 1); }")]
    [InlineData("(async () => { try { for (;;) { } } finally { kv.set('finally', 1); } })().catch(() => kv.set('caught', 1)).then(() => kv.set('then', 1));")]
    public void A_termination_runs_no_handler_of_the_script(string body) => ScriptThread.Run(() =>
    {
        using var bench = new Workbench(Engine.Instance) { Limits = Limits };
        bench.Failure(body).Reason.ShouldBe(ScriptFailureReason.CpuLimit);
        bench.Host.Calls.ShouldBe(0);
    });

    [EngineFact]
    public void A_template_that_keeps_more_and_more_is_dropped() => ScriptThread.Run(() =>
    {
        using var bench = new Workbench(Engine.Instance) { Limits = Limits with { CpuTime = TimeSpan.FromSeconds(2) } };
        var template = bench.Load("const kept = []; on('go', () => { for (let i = 0; i < 1000; i++) kept.push({ i }); return kept.length; });");
        var runs = 0;
        while (template.IsUsable && runs < 20_000)
        {
            bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>();
            runs++;
        }

        template.IsUsable.ShouldBeFalse();
        runs.ShouldBeInRange(100, 5000);
    });

    [EngineFact]
    public void A_template_that_makes_garbage_is_not_dropped() => ScriptThread.Run(() =>
    {
        using var bench = new Workbench(Engine.Instance) { Limits = Limits with { CpuTime = TimeSpan.FromSeconds(2) } };
        var template = bench.Load("on('go', () => { const a = []; for (let i = 0; i < 1000; i++) a.push({ i }); return a.length; });");
        for (var i = 0; i < 3000; i++)
        {
            bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>();
        }

        template.IsUsable.ShouldBeTrue();
    });

    private static void StoppedBy(ScriptFailureReason? reason, string body)
    {
        // The memory is that of the process, in which other tests run: what must end by its CPU time gets more than they use.
        using var bench = new StopBench(reason is ScriptFailureReason.CpuLimit ? Limits with { HeapBytes = 2L << 30 } : Limits);
        var failure = bench.Fail(body);
        if (reason is { } expected)
        {
            failure.Reason.ShouldBe(expected);
        }
        else
        {
            failure.Reason.ShouldBeOneOf(ScriptFailureReason.CpuLimit, ScriptFailureReason.HeapLimit);
        }
    }

    /// <summary>Runs a body on a thread of its own, and shows that the heap works on afterwards.</summary>
    private sealed class StopBench(ScriptLimits limits) : IDisposable
    {
        public ScriptFailure Fail(string body)
        {
            ScriptFailure? failure = null;
            ScriptThread.Run(() =>
            {
                using var bench = new Workbench(Engine.Instance) { Limits = limits };
                var healthy = bench.Load("on('go', async () => { await 0; return kv.increment('n'); });");
                var hostile = bench.Load("on('go', function (event, ctx) {\n" + body + "\n});");
                var outcome = bench.Run(hostile).ShouldBeOfType<ScriptOutcome.Failed>();
                failure = outcome.Failure;
                (outcome.Cpu - limits.CpuTime).ShouldBeLessThan(TimeSpan.FromSeconds(1));
                if (failure.Reason is ScriptFailureReason.CpuLimit or ScriptFailureReason.HeapLimit)
                {
                    hostile.IsUsable.ShouldBeFalse();
                }

                hostile.Dispose();
                for (var i = 1; i <= 3; i++)
                {
                    bench.Run(healthy).ShouldBeOfType<ScriptOutcome.Completed>();
                }
            });
            return failure!;
        }

        public void Dispose() => Engine.Instance.TrimMemory();
    }
}
