using TemplateWorker.JavaScript.Jint.Modules;

namespace TemplateWorker.JavaScript.Tests.Jint;

/// <summary>Texts whose analysis would take from seconds to hours. A test of one that is not refused does not end.</summary>
public sealed class SourceShapeTests
{
    private const int Many = 40_000;
    private const string TooDeep = "The code is nested deeper than 256 levels";
    private const string TooManyNames = "More than 5000 names are declared in one scope";

    [Theory]
    [InlineData("a=>", "1", "")]
    [InlineData("{", "", "}")]
    [InlineData("function f(){", "", "}")]
    [InlineData("try{}catch(e){", "", "}")]
    [InlineData("for(;;){", "", "}")]
    [InlineData("switch(1){case 1:", "", "}")]
    [InlineData("x=class{static{", "", "}}")]
    [InlineData("x={a(){", "", "}}")]
    public void Deep_nesting_is_refused_before_it_is_analysed(string open, string inner, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, Many)) + inner + string.Concat(Enumerable.Repeat(close, Many));

        Should.Throw<SourceFault>(() => PreparedScripts.Prepare("index.js", text)).Message.ShouldStartWith(TooDeep);
    }

    [Theory]
    [InlineData("", "let a#;", "")]
    [InlineData("", "const a#=1;", "")]
    [InlineData("", "class A#{}", "")]
    [InlineData("let {", "a#,", "}={};")]
    [InlineData("let [", "a#,", "]=[];")]
    [InlineData("let {b:{", "a#,", "}}={};")]
    [InlineData("{", "function a#(){}", "}")]
    [InlineData("switch(1){", "case #:let a#;", "}")]
    [InlineData("function f(", "a#,", "z){}")]
    [InlineData("var b;", "var a#;{let b#}", "")]
    public void Too_many_names_in_one_scope_are_refused_before_they_are_compared(string open, string each, string close)
    {
        var names = string.Concat(Enumerable.Range(0, Many).Select(number => each.Replace("#", $"{number}", StringComparison.Ordinal)));
        var text = open + names + close;

        Should.Throw<SourceFault>(() => PreparedScripts.Prepare("index.js", text)).Message.ShouldStartWith(TooManyNames);
    }

    [Fact]
    public void What_neither_finds_ends_by_its_time()
    {
        var labels = string.Concat(Enumerable.Range(0, 150_000).Select(number => $"a{number}:")) + ";";
        SourceFault? fault = null;
        // On a smaller stack it is found too deep before.
        var thread = new Thread(() => fault = Should.Throw<SourceFault>(() => PreparedScripts.Prepare("index.js", labels)), 1 << 30);
        thread.Start();
        thread.Join();

        fault!.Message.ShouldStartWith("The code takes longer than 1 s of CPU time to parse");
    }

    [Theory]
    [InlineData("1", '7')]
    [InlineData("0x", 'f')]
    [InlineData("0b", '1')]
    public void A_giant_bigint_is_refused_before_it_is_read(string prefix, char digit)
    {
        var fault = Should.Throw<SourceFault>(() => PreparedScripts.Prepare("index.js", $"let a;\nlet b = {prefix}{new string(digit, 1_000_000)}n;"));

        fault.Message.ShouldStartWith("A bigint has more than 16384 digits");
        fault.Line.ShouldBe(2);
        PreparedScripts.Prepare("index.js", $"let b = {prefix}{new string(digit, 16_000)}n;").HasGenerators.ShouldBeFalse();
    }

    [Fact]
    public void The_line_is_the_one_where_it_became_too_much()
    {
        var lines = string.Concat(Enumerable.Range(1, 6_000).Select(number => $"let a{number};\n"));

        Should.Throw<SourceFault>(() => PreparedScripts.Prepare("index.js", lines)).Line.ShouldBe(5_001);
    }

    [Fact]
    public void Names_of_scopes_that_have_ended_do_not_count()
    {
        var functions = string.Concat(Enumerable.Range(0, 4_000).Select(number => $"function f{number}(a, b) {{ let c = a, d = b; return c + d; }}\n"));

        PreparedScripts.Prepare("index.js", functions).HasGenerators.ShouldBeFalse();
    }

    [Fact]
    public void Data_may_be_long_and_code_may_be_as_deep_as_the_limit()
    {
        var data = string.Concat(Enumerable.Range(0, 30_000).Select(number => $"k{number}:'v',"));
        var deep = string.Concat(Enumerable.Repeat("{", 120)) + string.Concat(Enumerable.Repeat("}", 120));

        PreparedScripts.Prepare("index.js", $"const data = {{{data}}}; {deep}").HasGenerators.ShouldBeFalse();
    }
}
