using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Jint;

/// <summary>What docs/engines.md says of this engine.</summary>
public sealed class JintDifferenceTests : EngineTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });

    [Theory]
    [InlineData("const a = () => 1;")]
    [InlineData("class A { }")]
    [InlineData("async function f() { }")]
    [InlineData("var s = `x`;")]
    public void Modern_syntax_is_a_syntax_error(string source) => Test(bench =>
    {
        bench.FailToLoad(source).Reason.ShouldBe(ScriptFailureReason.SyntaxError);
        bench.Heap.CheckSyntax(Support.Workbench.Source(("index.js", source))).ShouldNotBeNull().File.ShouldBe("index.js");
    });

    [Fact]
    public void Promises_and_collections_are_absent() => Test(bench =>
        bench.Result("return [typeof Promise, typeof Map, typeof Set, typeof Symbol, typeof Proxy, typeof Reflect];")
            .ShouldBe("[" + string.Join(',', Enumerable.Repeat("\"undefined\"", 6)) + "]"));

    [Fact]
    public void Values_of_types_that_are_absent_are_frozen_objects() => Test(bench => bench.Result(
        "var d = event.data; d[0].value = '7'; return [d[0].type, d[0].value, d[1].value, d[2].value[0][1].value, Object.isFrozen(d[2].value)];",
        """[{"$type":"bigint","value":"12"},{"$type":"bytes","value":"AQID"},{"$type":"map","value":[["k",{"$type":"bigint","value":"3"}]]}]""")
        .ShouldBe("""["bigint","12","AQID","3",true]"""));

    [Fact]
    public void Dates_are_in_utc_and_end_with_the_year_9999() => Test(bench =>
    {
        bench.Result("return new Date(2026, 0, 2).toISOString();").ShouldBe("\"2026-01-02T00:00:00.000Z\"");
        bench.Failure("new Date(8.64e15).toISOString();").Message.ShouldStartWith("RangeError");
    });

    [Fact]
    public void Recursion_ends_after_200_calls_and_cannot_be_caught() => Test(bench =>
    {
        bench.Result("function down(n) { return n === 0 ? 0 : down(n - 1); } return down(150);").ShouldBe("0");
        bench.Failure("function down(n) { return n === 0 ? 0 : down(n - 1); } try { down(1000); } catch (e) { } return 1;")
            .Message.ShouldContain("deeper than 200 calls");
    });

    [Fact]
    public void A_thrown_object_without_message_fails_the_run() => Test(bench =>
        bench.Failure("(function () { throw { code: 1 }; })();").Message.ShouldBe("The script threw a value that is not an Error and cannot be read."));

    [Fact]
    public void A_heap_that_grows_is_stopped() => Test(bench =>
    {
        bench.Limits = bench.Limits with { HeapBytes = 64 * 1024 * 1024, CpuTime = TimeSpan.FromMinutes(2), WallTime = TimeSpan.FromMinutes(2) };
        bench.Failure("var a = []; for (;;) { a.push({ a: [1, 2, 3] }); }").Reason.ShouldBe(ScriptFailureReason.HeapLimit);
    });
}
