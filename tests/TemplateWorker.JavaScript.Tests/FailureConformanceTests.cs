using System.Text;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;

namespace TemplateWorker.JavaScript.Tests;

public abstract class FailureConformanceTests : EngineTests
{
    [EngineFact]
    public void An_error_carries_its_name_its_message_and_where_it_was_thrown() => Test(bench =>
    {
        var template = bench.Load(
            "var lib = require('./lib/check');\non('go', function (event) {\n  lib.check(event.data);\n});",
            ("lib/check.js", "exports.check = function check(data) {\n  if (!data.ok) {\n    throw new RangeError('not ok');\n  }\n};"));
        var failure = bench.Run(template, "go", "{}").ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        failure.Reason.ShouldBe(ScriptFailureReason.ScriptError);
        failure.Message.ShouldBe("RangeError: not ok");
        (failure.File, failure.Line).ShouldBe(("lib/check.js", 3));
        failure.Column.ShouldNotBeNull();
        failure.Stack.ShouldNotBeNull().ShouldContain("lib/check.js:3:");
        failure.Stack.ShouldNotContain("bootstrap");
    });

    [EngineFact]
    public void An_error_on_the_first_line_has_the_right_column() => Test(bench =>
    {
        var first = bench.FailToLoad("  missing.x;");
        var second = bench.FailToLoad("\n  missing.x;");
        first.Message.ShouldStartWith("ReferenceError: ");
        (first.File, first.Line, second.Line).ShouldBe(("index.js", 1, 2));
        first.Column.ShouldNotBeNull().ShouldBe(second.Column!.Value);
    });

    [EngineFact]
    public void An_error_of_the_load_is_a_script_error_even_when_it_is_a_syntax_error_object() => Test(bench =>
    {
        bench.FailToLoad("throw new SyntaxError('mine');").Reason.ShouldBe(ScriptFailureReason.ScriptError);
        bench.FailToLoad("JSON.parse('{');").Reason.ShouldBe(ScriptFailureReason.ScriptError);
    });

    [EngineTheory]
    [InlineData("throw 'text';", "something that is not an Error was thrown: \"text\"")]
    [InlineData("throw null;", "something that is not an Error was thrown: null")]
    [InlineData("throw undefined;", "something that is not an Error was thrown: undefined")]
    [InlineData("throw { name: 'Custom', message: 'like an error' };", "Custom: like an error")]
    [InlineData("var e = new Error('m'); e.name = ''; throw e;", "Error: m")]
    [InlineData("throw new Error('half \\ud800 and \\u0000');", "Error: half \uFFFD and \uFFFD")]
    public void Whatever_is_thrown_can_be_read(string body, string message) => Test(bench =>
        bench.Failure(body).Message.ShouldBe(message));

    [EngineTheory]
    [InlineData("throw new RetryLater(1500);", nameof(ScriptFailureReason.RetryLater), "RetryLater: the next attempt is wanted in 1500 ms", 1500)]
    [InlineData("throw new RetryLater(0, 'busy');", nameof(ScriptFailureReason.RetryLater), "RetryLater: busy", 0)]
    [InlineData("return Promise.reject(new RetryLater(604800000, 'busy'));", nameof(ScriptFailureReason.RetryLater), "RetryLater: busy", 604_800_000)]
    [InlineData("class Busy extends RetryLater { constructor() { super(10, 'busy'); } } throw new Busy();", nameof(ScriptFailureReason.RetryLater), "RetryLater: busy", 10)]
    [InlineData("throw new Permanent('no such order');", nameof(ScriptFailureReason.Permanent), "Permanent: no such order", null)]
    [InlineData("throw new Permanent();", nameof(ScriptFailureReason.Permanent), "Permanent", null)]
    [InlineData("throw new Error('outer', { cause: new Permanent('inner') });", nameof(ScriptFailureReason.ScriptError), "Error: outer", null)]
    [InlineData("var e = new RetryLater(5, 'm'); e.delay = NaN; throw e;", nameof(ScriptFailureReason.ScriptError), "RetryLater: m", null)]
    [InlineData("throw new RetryLater();", nameof(ScriptFailureReason.ScriptError),
        "TypeError: RetryLater: the delay must be a number of milliseconds from 0 to 604800000 (7 days), was undefined", null)]
    [InlineData("throw new RetryLater(604800001);", nameof(ScriptFailureReason.ScriptError),
        "TypeError: RetryLater: the delay must be a number of milliseconds from 0 to 604800000 (7 days), was 604800001", null)]
    [InlineData("throw new RetryLater('5');", nameof(ScriptFailureReason.ScriptError),
        "TypeError: RetryLater: the delay must be a number of milliseconds from 0 to 604800000 (7 days), was \"5\"", null)]
    public void A_handler_says_by_what_it_throws_whether_its_event_is_tried_again(string body, string reason, string message, int? delay) => Test(bench =>
    {
        var failure = bench.Failure(body);
        (failure.Reason.ToString(), failure.Message).ShouldBe((reason, message));
        failure.RetryAfter.ShouldBe(delay is null ? null : TimeSpan.FromMilliseconds(delay.Value));
    });

    [EngineFact]
    public void An_error_that_ends_an_event_has_the_place_and_the_cause_of_any_other() => Test(bench =>
    {
        var failure = bench.Failure("throw new Permanent('no', { cause: new Error('why') });");
        failure.Stack.ShouldNotBeNull().ShouldContain("index.js:");
        failure.Stack.ShouldContain("caused by Error: why");
        failure.Stack.ShouldNotContain("bootstrap");
    });

    [EngineTheory]
    [InlineData("for (;;) { n = Math.abs(n); }", nameof(ScriptFailureReason.CpuLimit))]
    [InlineData("for (;;) { kv.get('a'); }", nameof(ScriptFailureReason.TimeLimit))]
    [InlineData("var a = []; for (;;) { a.push('x' + a.length + new Array(100)); }", nameof(ScriptFailureReason.HeapLimit))]
    public void A_limit_tells_where_the_script_was(string endless, string reason) => Test(bench =>
    {
        bench.Limits = bench.Limits with
        {
            CpuTime = reason == nameof(ScriptFailureReason.CpuLimit) ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(20),
            WallTime = reason == nameof(ScriptFailureReason.TimeLimit) ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(20),
            HeapBytes = 32 << 20,
        };
        var template = bench.Load(
            "var lib = require('./lib/work');\non('go', function handle(event) {\n  lib.work(event);\n});",
            ("lib/work.js", $"exports.work = function work(event) {{\n  var n = 1;\n  {endless}\n}};"));

        var failure = bench.Run(template, "go", "{}").ShouldBeOfType<ScriptOutcome.Failed>().Failure;

        failure.Reason.ToString().ShouldBe(reason);
        (failure.File, failure.Line).ShouldBe(("lib/work.js", 3));
        var stack = failure.Stack.ShouldNotBeNull();
        stack.ShouldContain("at work (lib/work.js:3");
        stack.ShouldContain("(index.js:3");
        stack.ShouldContain("3 |   " + endless);
        stack.ShouldNotContain("bootstrap");
    });

    [EngineFact]
    public void A_limit_in_a_deep_recursion_tells_the_innermost_calls() => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromMilliseconds(100) };

        var failure = bench.Failure("function down(n) {\n if (n > 0) { down(n - 1); } for (;;) { }\n}\ndown(500);");

        failure.Reason.ShouldBe(ScriptFailureReason.CpuLimit);
        failure.Stack.ShouldNotBeNull().Length.ShouldBeLessThanOrEqualTo(4096);
        failure.Stack.ShouldStartWith("at down (index.js:");
    });

    [EngineFact]
    public void A_giant_message_is_cut() => Test(bench =>
    {
        var failure = bench.Failure("var s = 'x'; for (var i = 0; i < 16; i++) s += s; throw new Error(s);");
        failure.Message.Length.ShouldBe(4096);
        failure.Message.ShouldEndWith("…");
    });

    [EngineTheory]
    [InlineData("")]
    [InlineData("x")]
    public void A_giant_message_is_not_cut_inside_a_character(string start) => Test(bench =>
    {
        var failure = bench.Failure($"throw new Error('{start}' + '\\u{{1F600}}'.repeat(20000));");
        failure.Message.Length.ShouldBeInRange(4095, 4096);
        failure.Message.EnumerateRunes().Contains(Rune.ReplacementChar).ShouldBeFalse("half of a surrogate pair");
        failure.Message.ShouldEndWith("\U0001F600…");
    });

    [EngineTheory]
    [InlineData("return function () {};", "TypeError: result is a function, which JSON cannot hold")]
    [InlineData("return { items: [0, 0, 0, { price: NaN }] };", "TypeError: result.items[3].price is NaN, which JSON cannot hold")]
    [InlineData("return { 'a b': { c: Infinity } };", "TypeError: result[\"a b\"].c is Infinity, which JSON cannot hold")]
    [InlineData("var a = { b: {} }; a.b.a = a; return a;", "TypeError: result.b.a holds itself, a cycle, which JSON cannot hold")]
    [InlineData("var a = []; for (var i = 0; i < 200; i++) a = [a]; return a;", "is nested deeper than 100 levels")]
    [InlineData("return { a: 'x\\u0000y' };", "TypeError: result.a holds the character U+0000, which cannot be stored")]
    [InlineData("return { a: 'x\\udc00' };", "TypeError: result.a holds half of a surrogate pair, which cannot be stored")]
    [InlineData("var o = {}; o['k\\u0000'] = 1; return { o: o };", "TypeError: result.o has a key that holds the character U+0000, which cannot be stored")]
    [InlineData("return [new Date(NaN)];", "TypeError: result[0] is an invalid Date, which cannot be stored")]
    [InlineData("return { toJSON: function () { return { x: NaN }; } };", "TypeError: result.x is NaN, which JSON cannot hold")]
    public void A_result_that_json_cannot_hold_is_named_by_its_path(string body, string message) => Test(bench =>
    {
        var failure = bench.Failure(body);
        failure.Reason.ShouldBe(ScriptFailureReason.ResultNotSerializable);
        failure.Message.ShouldContain(message);
    });

    [EngineFact]
    public void A_stored_value_that_json_cannot_hold_is_an_error_at_the_call() => Test(bench =>
    {
        bench.Result("try { kv.set('a', { b: [1, NaN] }); } catch (e) { return [e instanceof TypeError, e.message]; }")
            .ShouldBe("""[true,"value.b[1] is NaN, which JSON cannot hold"]""");
        var failure = bench.Failure("\n kv.set('a', { b: function () {} });");
        (failure.Reason, failure.Message).ShouldBe((ScriptFailureReason.ScriptError, "TypeError: value.b is a function, which JSON cannot hold"));
    });
}
