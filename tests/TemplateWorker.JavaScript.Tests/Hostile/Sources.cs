using System.Text;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Source texts that are meant for the parser.</summary>
internal static class Sources
{
    private const int Many = 100_000;
    private const Ends Bounded = Ends.Error | Ends.Limit | Ends.Completed;

    public static readonly IReadOnlyList<HostileScript> All =
    [
        HostileScript.File(Nested("(", "1", ")"), Bounded),
        HostileScript.File(Nested("[", "1", "]"), Bounded),
        HostileScript.File("x = " + Nested("{a:", "1", "}"), Bounded),
        HostileScript.File(Nested("{", "", "}"), Bounded),
        HostileScript.File(Nested("a=>", "1", ""), Bounded),
        HostileScript.File(Nested("async a=>", "1", ""), Bounded),
        HostileScript.File(Nested("`${", "1", "}`"), Bounded),
        HostileScript.File(Nested("if(1);else ", ";", ""), Bounded),
        HostileScript.File(Nested("if(1)", ";", ""), Bounded),
        HostileScript.File(Nested("for(;;)", ";", ""), Bounded),
        HostileScript.File(Nested("!", "1", ""), Bounded),
        HostileScript.File(Nested("- ", "1", ""), Bounded),
        HostileScript.File(Nested("typeof ", "1", ""), Bounded),
        HostileScript.File(Nested("new ", "x", ""), Bounded),
        HostileScript.File(Nested("function f(){", "", "}"), Bounded),
        HostileScript.File("x = " + Nested("function(){", "", "}"), Bounded),
        HostileScript.File("x = " + Nested("class extends (", "null", "){}"), Bounded),
        HostileScript.File(Nested("1?", "1", ":1"), Bounded),
        HostileScript.File(Nested("1?1:", "1", ""), Bounded),
        HostileScript.File("var x=" + Nested("x=", "1", ""), Bounded),
        HostileScript.File("var x; " + Nested("x**", "1", ""), Bounded),
        HostileScript.File("1" + Nested("+1", "", ""), Bounded),
        HostileScript.File("var x=1; x" + Nested("&&x", "", ""), Bounded),
        HostileScript.File("var x={}; x" + Nested("?.x", "", ""), Bounded),
        HostileScript.File("var x=()=>x; x" + Nested("()", "", ""), Bounded),
        HostileScript.File("var x={}; x.x=x; x" + Nested(".x", "", ""), Bounded),
        HostileScript.File("var x={}; x.x=x; x" + Nested("['x']", "", ""), Bounded),
        HostileScript.File("var x=()=>x; x" + Nested("``", "", ""), Bounded),
        HostileScript.File("var " + Nested("[", "x", "]") + " = 1", Bounded),
        HostileScript.File("var " + Nested("{a:", "x", "}") + " = 1", Bounded),
        HostileScript.File(Nested("try{", "", "}finally{}"), Bounded),
        HostileScript.File(Nested("a: ", ";", ""), Bounded),
        HostileScript.File(Nested("switch(1){case 1:", "", "}"), Bounded),
        HostileScript.File(string.Concat(Enumerable.Range(0, Many).Select(i => $"var v{i};")), Bounded),
        HostileScript.File(string.Concat(Enumerable.Range(0, Many).Select(i => $"let v{i}={i};")), Bounded),
        HostileScript.File("f(" + string.Join(',', Enumerable.Range(0, Many)) + "); function f() {}", Bounded),
        HostileScript.File("[" + string.Join(',', Enumerable.Range(0, Many)) + "]", Bounded),
        HostileScript.File("function f(" + string.Join(',', Enumerable.Range(0, Many).Select(i => $"a{i}")) + "){}", Bounded),
        HostileScript.File("switch(1){" + string.Concat(Enumerable.Range(0, Many).Select(i => $"case {i}:")) + "}", Bounded),
        HostileScript.File("var x = /" + Nested("(", "a", ")") + "/;", Bounded),
        HostileScript.File("var x = /" + Nested("(?:", "a", ")*") + "/.test('b');", Bounded),
        HostileScript.File("var x = /" + Nested("a|", "b", "") + "/.test('c');", Bounded),
        HostileScript.File("var x = /[" + Nested("a-z", "", "") + "]/.test('C');", Bounded),
        HostileScript.File("var x = /(?:a{1000}){1000}/.test('a');", Bounded),
        HostileScript.File("var x = /" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"(?<n{i}>a)")) + "/.test('a');", Bounded),
        HostileScript.File("var x = /a{99999999999}/.test('a');", Bounded),
        HostileScript.File("var x = 1" + new string('0', 500_000) + "n;", Bounded),
        HostileScript.File("var x = 0x" + new string('f', 500_000) + "n;", Bounded),
        HostileScript.File("var x = 1" + new string('0', 500_000) + ";", Bounded),
        HostileScript.File("var x = 0." + new string('1', 500_000) + ";", Bounded),
        HostileScript.File("var " + new string('x', 500_000) + " = 1;", Bounded),
        HostileScript.File("//" + new string('x', 900_000), Bounded),
        HostileScript.File(Nested("/*", "*/", ""), Bounded),
        HostileScript.File("var x = '" + Nested("\\u{00000041}", "", "") + "';", Bounded),
        HostileScript.File(new string('\n', 900_000), Bounded),
        HostileScript.File(new string(';', 500_000), Bounded),
        HostileScript.File("\uFEFF#!x\n}); for (;;) { } (function () {", Ends.Error),
        HostileScript.File("}); for (;;) { } (function () {", Ends.Error),
        HostileScript.File("'" + new string('x', 900_000), Ends.Error),
        HostileScript.File("`" + new string('$', 900_000), Ends.Error),
        HostileScript.File("for (;;) { }", Ends.Cpu),
        HostileScript.File("require('./index.js'); for (;;) { }", Ends.Cpu),
        HostileScript.File("const o = {}; module.exports = new Proxy(o, { get() { for (;;) { } } }); require('./index').x;", Ends.Cpu),
        HostileScript.File("for (let i = 0; i < 1e7; i++) on('e' + i, () => { });", Ends.Limit),
    ];

    private static string Nested(string open, string inner, string close)
    {
        var text = new StringBuilder(Many * (open.Length + close.Length));
        text.Insert(0, open, Many);
        text.Append(inner);
        for (var index = 0; index < Many; index++)
        {
            text.Append(close);
        }

        return text.ToString();
    }
}
