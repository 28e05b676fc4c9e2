using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;

namespace TemplateWorker.JavaScript.Tests;

public abstract class LanguageConformanceTests : EngineTests
{
    /// <summary>Functions, files and lines are the same on every engine; columns and the places of built-in functions are not.</summary>
    private protected abstract IReadOnlyList<string> StackOfSample { get; }

    [EngineFact]
    public void A_handler_may_be_async() => Test(bench =>
    {
        var template = bench.Load("""
            on('go', async (event, { attempt }) => {
              let sum = 0;
              for (let i = 0; i < 1000; i++) sum += await kv.increment('n');
              return { sum, attempt, last: await Promise.all([1, Promise.resolve(2)]) };
            });
            """);
        bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("""{"sum":500500,"attempt":2,"last":[1,2]}""");
    });
    [EngineTheory]
    [InlineData("[[1, [2, [3, [4, []]]]], 5]", "flat()", "[1,[2,[3,[4,[]]]],5]")]
    [InlineData("[[1, [2, [3, [4, []]]]], 5]", "flat(2)", "[1,2,[3,[4,[]]],5]")]
    [InlineData("[[1, [2, [3, [4, []]]]], 5]", "flat(Infinity)", "[1,2,3,4,5]")]
    [InlineData("[[1, [2]], , 3]", "flat(0)", "[[1,[2]],3]")]
    [InlineData("[[1, [2]], , 3]", "flat('3')", "[1,2,3]")]
    [InlineData("[new Proxy([new Proxy([[1]], {})], {})]", "flat(Infinity)", "[1]")]
    [InlineData("[{ length: 1, 0: [1] }, new Date(0), [[new Map()]]]", "flat(Infinity).length", "3")]
    [InlineData("[1]", "concat([2], 3, { length: 1, 0: 4, [Symbol.isConcatSpreadable]: true }, { length: 1, 0: 4 })", """[1,2,3,4,{"0":4,"length":1}]""")]
    [InlineData("[1, [2, null], undefined]", "join('-')", "\"1-2,-\"")]
    [InlineData("[1, [2, 3]]", "toLocaleString()", "\"1,2,3\"")]
    public void Built_in_functions_of_arrays_do_what_the_language_says(string array, string call, string result) => Test(bench =>
        bench.Result($"return {array}.{call};").ShouldBe(result));

    [EngineTheory]
    [InlineData("o", "o")]
    [InlineData("o, null, 2", "o, null, 2")]
    [InlineData("o, ['u', 'list', 'b', 'f', 'b']", "{ list: o.list.map(({ b }) => ({ b })), b: 2 }")]
    [InlineData("{ b: 1, a: new Date(0), c: [new String('s'), { a: 2, d: 3 }] }, ['c', 'a']", "{ c: ['s', { a: 2 }], a: new Date(0) }")]
    [InlineData("o, ['b']", "{ b: 2 }")]
    [InlineData("o, new Proxy(['b', 'list'], {})", "{ b: 2, list: o.list.map(({ b }) => ({ b })) }")]
    [InlineData("o, [new Number(7), new String('b'), Symbol('u'), { toString: () => 'list' }]", "{ b: 2, 7: null }")]
    [InlineData("{ toJSON: () => o }", "o")]
    public void A_long_text_is_written_like_a_short_one(string arguments, string same) => Test(bench =>
        bench.Result($$"""
            const o = { list: Array.from({ length: 20000 }, (_, i) => ({ b: i, c: [i, { b: 1 }], at: i % 1000 ? i : new Date(i) })), b: 2, u: undefined, f() { }, 7: null };
            return JSON.stringify({{arguments}}) === JSON.stringify({{same}}) && JSON.stringify({{arguments}}).length;
            """).ShouldNotBe("false"));

    [EngineFact]
    public void Jobs_that_outlive_the_handler_belong_to_its_run() => Test(bench =>
    {
        bench.Result("Promise.resolve().then(() => kv.set('later', 1)); return 'now';").ShouldBe("\"now\"");
        bench.Host["later"].ShouldBe("1");
    });

    [EngineTheory]
    [InlineData("return new Promise(() => { });")]
    [InlineData("return (async () => { await new Promise(() => { }); })();")]
    [InlineData("return { then() { } };")]
    public void A_promise_that_nothing_can_settle_fails_the_run(string body) => Test(bench =>
    {
        var failure = bench.Failure(body);
        failure.Reason.ShouldBe(ScriptFailureReason.NeverSettles);
        failure.Message.ShouldContain("can never settle");
    });

    [EngineFact]
    public void A_rejected_promise_fails_the_run_with_its_error() => Test(bench =>
    {
        var template = bench.Load("on('go', async () => {\n  await 0;\n  await inner();\n});\nasync function inner() {\n  await 0;\n  throw new TypeError('late');\n}");
        var failure = bench.Run(template).ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        (failure.Reason, failure.Message, failure.File, failure.Line).ShouldBe((ScriptFailureReason.ScriptError, "TypeError: late", "index.js", 7));
        bench.Failure("return Promise.reject(7);").Message.ShouldBe("something that is not an Error was thrown: 7");
    });

    [EngineFact]
    public void A_rejection_that_nobody_handles_is_logged() => Test(bench =>
    {
        bench.Result("Promise.reject(new Error('lost')); Promise.reject(1).catch(() => { }); return 1;").ShouldBe("1");
        bench.Host.Log.ShouldBe(["error: Unhandled promise rejection: Error: lost"]);
    });

    [EngineFact]
    public void Bigints_bytes_maps_and_dates_are_what_they_are() => Test(bench => bench.Result("""
        kv.set('v', { b: 2n ** 70n, u: new Uint8Array([1, 2, 255]), m: new Map([['k', new Date(5)], [1n, [2]]]) });
        const { b, u, m } = kv.get('v');
        return [typeof b, b === 2n ** 70n, u instanceof Uint8Array, [...u], m instanceof Map, m.get('k').getTime(), m.get(1n)];
        """).ShouldBe("""["bigint",true,true,[1,2,255],true,5,[2]]"""));

    [EngineTheory]
    [InlineData("new Set([1])", "result is a Set, which JSON cannot hold; store an array of its values")]
    [InlineData("new WeakMap()", "result is a WeakMap, which JSON cannot hold")]
    [InlineData("[Promise.resolve(1)]", "result[0] is a Promise, which JSON cannot hold; await it first")]
    [InlineData("{ a: new ArrayBuffer(1) }", "result.a is a ArrayBuffer, which JSON cannot hold; store a Uint8Array")]
    [InlineData("new Float64Array(1)", "result is a Float64Array, which JSON cannot hold")]
    [InlineData("{ s: Symbol('x') }", "result.s is a symbol, which JSON cannot hold")]
    [InlineData("new Map([[() => 1, 1]])", "result.key is a function, which JSON cannot hold")]
    public void What_json_cannot_hold_is_named(string expression, string message) => Test(bench =>
        bench.Failure($"return {expression};").Message.ShouldBe("TypeError: " + message));

    [EngineFact]
    public void A_graph_of_shared_objects_is_refused_by_its_size_and_not_written_out() => Test(bench =>
    {
        var failure = bench.Failure("let o = { a: 1 }; for (let i = 0; i < 60; i++) o = { l: o, r: o }; return o;");
        failure.Reason.ShouldBe(ScriptFailureReason.ResultTooLarge);
        bench.Failure("let o = { a: 'x'.repeat(1000) }; for (let i = 0; i < 60; i++) o = { l: o, r: o }; kv.set('x', o);")
            .Message.ShouldStartWith("ValueTooLarge: value is larger than 262144 characters of JSON; it reaches them at value.l.");
    });

    [EngineTheory]
    [InlineData("kv.set('k', 'x'.repeat(1e7))", "ValueTooLarge: value is larger than 262144 characters of JSON")]
    [InlineData("kv.set('k', { a: [1, 'x'.repeat(1e7)] })", "ValueTooLarge: value is larger than 262144 characters of JSON; it reaches them at value.a[1]")]
    [InlineData("kv.set('k', new Uint8Array(1e6))", "ValueTooLarge: value is larger than 262144 characters of JSON")]
    [InlineData("kv.compareAndSet('k', 1, ['x'.repeat(1e6)])", "ValueTooLarge: value is larger than 262144 characters of JSON; it reaches them at value[0]")]
    [InlineData("state.update(() => ({ a: 'x'.repeat(1e6) }))", "ValueTooLarge: data is larger than 262144 characters of JSON; it reaches them at data.a")]
    [InlineData("events.emit('e', { a: 'x'.repeat(1e6) })", "EventTooLarge: data is larger than 262144 characters of JSON; it reaches them at data.a")]
    [InlineData("actions.send('e', { a: 'x'.repeat(1e6) })", "ActionTooLarge: data is larger than 262144 characters of JSON; it reaches them at data.a")]
    [InlineData("events.schedule('s', '* * * * *', { data: ['x'.repeat(1e6)] })", "EventTooLarge: data is larger than 262144 characters of JSON; it reaches them at data[0]")]
    public void Too_large_a_value_has_one_reason_and_its_path(string call, string message) => Test(bench =>
        bench.Failure($"{call};").Message.ShouldBe(message));

    [EngineTheory]
    [InlineData("return { a: { get b() { throw new Error('g'); } } };", "TypeError: result.a.b cannot be read: Error: g")]
    [InlineData("return [{ toJSON() { throw new RangeError('j'); } }];", "TypeError: result[0] has a toJSON that failed: RangeError: j")]
    [InlineData("kv.set('k', { get a() { throw 7; } });", "TypeError: value.a cannot be read: 7")]
    public void What_throws_while_it_is_written_is_named(string code, string message) => Test(bench => bench.Failure(code).Message.ShouldBe(message));

    [EngineFact]
    public void Logging_runs_no_trap_of_a_proxy() => Test(bench =>
    {
        bench.Result("""
            let traps = 0;
            const handler = new Proxy({}, { get() { traps++; } });
            console.log(new Proxy({}, handler), [Proxy.revocable([], handler).proxy], new Proxy(() => 1, handler), Object.create(new Proxy({}, handler)));
            return [traps, typeof Proxy, Proxy.length, new Proxy({ a: 1 }, {}).a, (() => { try { Proxy({}, {}); } catch (error) { return error.name; } })()];
            """).ShouldBe("""[0,"function",2,1,"TypeError"]""");
        bench.Host.Log.Single().ShouldStartWith("info: [Proxy] [[Proxy]] [Proxy] [Proxy]");
    });

    [EngineFact]
    public void Whatever_is_thrown_can_be_read() => Test(bench =>
    {
        bench.Failure("throw { code: 7 };").Message.ShouldBe("something that is not an Error was thrown: { code: 7 }");
        bench.Failure("throw { get message() { throw 1; } };").Message.ShouldBe("something that is not an Error was thrown: { message: [Getter] }");
        bench.Failure("throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; }, ownKeys() { throw 3; } });")
            .Message.ShouldBe("something that is not an Error was thrown: [Proxy]");
        bench.Failure("throw Symbol('s');").Message.ShouldBe("something that is not an Error was thrown: Symbol(s)");
        bench.Failure("throw new class Custom extends Error { name = 'Custom'; }('m');").Message.ShouldBe("Custom: m");
    });

    [EngineFact]
    public void A_stack_names_functions_and_files_from_the_inside_out() => Test(bench =>
    {
        var template = bench.Load(
            "const { outer } = require('./lib');\non('go', () => [1].map(() => outer()));",
            ("lib.js", "function inner() {\n  kv.set('a', NaN);\n}\nexports.outer = function outer() { inner(); };"));
        var failure = bench.Run(template).ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        var stack = failure.Stack!.Split('\n');
        stack[..^2].ShouldBe(StackOfSample);
        stack[^2].ShouldBe("2 |   kv.set('a', NaN);");
        stack[^1].ShouldBe("  | " + new string(' ', failure.Column!.Value - 1) + "^");
        stack[0].ShouldBe($"at inner ({failure.File}:{failure.Line}:{failure.Column})");
    });

    [EngineFact]
    public void A_handler_may_keep_state_between_runs() => Test(bench =>
    {
        var template = bench.Load("let n = 0; on('go', () => ++n);");
        for (var i = 1; i <= 3; i++)
        {
            bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe($"{i}");
        }
    });

    [EngineFact]
    public void Giant_strings_do_not_reach_the_host() => Test(bench =>
    {
        bench.Failure("kv.get('x'.repeat(2 ** 23));").Message.ShouldStartWith("RangeError: A text is longer than");
        bench.Failure("throw new Error('x'.repeat(2 ** 23));").Message.Length.ShouldBe(4096);
        bench.Failure("return 'x'.repeat(2 ** 23);").Reason.ShouldBe(ScriptFailureReason.ResultTooLarge);
        bench.Run("console.log('x'.repeat(2 ** 23), ['y'.repeat(2 ** 23)]);").ShouldBeOfType<ScriptOutcome.Completed>();
        bench.Host.Log[0].Length.ShouldBe("info: ".Length + 4096);
    });

    [EngineFact]
    public void Dates_of_any_year_round_trip() => Test(bench => bench.Result(
        "kv.set('d', [new Date(8.64e15), new Date(-8.64e15), new Date(-1)]); return kv.get('d').map(d => d.getTime());")
        .ShouldBe("[8640000000000000,-8640000000000000,-1]"));

    [EngineFact]
    public void Import_is_refused() => Test(bench =>
    {
        bench.Failure("return import('./x');").Message.ShouldContain("import");
        bench.Heap.CheckSyntax(Support.Workbench.Source(("index.js", "import x from './x';"))).ShouldNotBeNull();
    });
}
