using System.Text;
using TemplateWorker.JavaScript.Conversion;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Conversion;

/// <summary>Files that are meant for the converter end within the limits, with a sentence, and the next template is converted.</summary>
public abstract class HostileConversionConformanceTests : EngineTests
{
    private const int Many = 100_000;

    public static TheoryData<string, string, string> Nestings { get; } = new()
    {
        { "let x = ", "(", "1" },
        { "let x = ", "[", "1" },
        { "", "{", "" },
        { "let x = ", "a=>", "1" },
        { "let x = ", "`${", "1" },
        { "let x: ", "Array<", "1" },
        { "type X = ", "{ a: ", "1" },
        { "type X = ", "(a: ", "1" },
        { "let x = ", "f<f>(", "1" },
        { "let x = ", "<T>(a: T) => ", "1" },
        { "let x = ", "a ? (b) : ", "1" },
        { "", "if (1) ", ";" },
        { "", "class A { static x = ", "1" },
        { "let x = ", "- ", "1" },
        { "import ", "{", "a" },
    };

    [EngineTheory]
    [MemberData(nameof(Nestings))]
    public void Deep_nesting_ends_in_words_or_at_a_limit(string start, string open, string end) => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromSeconds(2), HeapBytes = 64 << 20 };
        var text = start + new StringBuilder().Insert(0, open, Many) + end;

        var failure = bench.Convert(("index.ts", text)).ShouldBeOfType<ConversionOutcome.Failed>().Failure;

        failure.Reason.ShouldBeOneOf(ScriptFailureReason.SyntaxError, ScriptFailureReason.CpuLimit, ScriptFailureReason.HeapLimit);
        failure.File.ShouldBe("index.ts");
        failure.Message.Length.ShouldBeInRange(10, 4096);
        bench.Go(("index.ts", "on('go', (): number => 1 as number);")).ShouldBe("1");
    });

    [EngineFact]
    public void A_file_of_two_megabytes_is_refused_with_what_to_do() => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromSeconds(2), HeapBytes = 64 << 20 };
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"export const value{i}: number = f{i % 100}<string>('a' as string);\n"));
        text.Length.ShouldBeGreaterThan(2 << 20);

        var failure = bench.Convert(("index.ts", "import './big';"), ("big.ts", text)).ShouldBeOfType<ConversionOutcome.Failed>().Failure;

        failure.Reason.ShouldBeOneOf(ScriptFailureReason.CpuLimit, ScriptFailureReason.HeapLimit);
        failure.File.ShouldBe("big.ts");
        failure.Message.ShouldStartWith($"The template's .ts and .mjs files (2, {text.Length + 15} bytes together) could not be converted within the limits: The run ");
        failure.Message.ShouldEndWith("Publish less code, or convert it beforehand and publish .js files.");
    });

    [EngineTheory]
    [InlineData("let a = `${`${`")]
    [InlineData("let a = /[/")]
    [InlineData("let a: Map<string, Array<number>")]
    [InlineData("export {")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("import { a } from")]
    [InlineData("import * as")]
    [InlineData("export * from")]
    [InlineData("enum")]
    [InlineData("enum A {")]
    [InlineData("declare")]
    [InlineData("namespace")]
    [InlineData("class A<")]
    [InlineData("}); evil(); (function () {")]
    [InlineData("\ud800")]
    [InlineData("let \\u{110000};")]
    [InlineData("<T>")]
    [InlineData("@")]
    public void A_file_that_ends_early_has_a_fault_with_its_place(string text) => Test(bench =>
    {
        var failure = bench.Reject(("index.ts", text));
        failure.Reason.ShouldBeOneOf(ScriptFailureReason.SyntaxError, ScriptFailureReason.ScriptError);
        failure.File.ShouldBe("index.ts");
        failure.Line.ShouldBe(1, failure.Message);
    });

    [EngineFact]
    public void What_a_template_does_to_built_ins_does_not_reach_the_conversion_of_the_next_one() => Test(bench =>
    {
        bench.Go(("index.mjs", "Array.prototype.push = String.prototype.slice = Map.prototype.get = () => { throw new Error('mine'); };\non('go', () => 1);")).ShouldBe("1");
        bench.Go(("index.ts", "on('go', (): number => 2);")).ShouldBe("2");
    });
}
