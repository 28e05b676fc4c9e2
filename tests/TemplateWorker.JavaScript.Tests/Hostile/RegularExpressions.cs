using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Regular expressions that backtrack for ages, or that are hard to compile.</summary>
internal static class RegularExpressions
{
    private const Ends Bounded = Ends.Limit | Ends.Error | Ends.Completed;

    /// <summary>Those over long texts, whose time grows with the square of the length.</summary>
    private static readonly IEnumerable<HostileScript> Quadratic = HostileScript.Handlers(
        Bounded,
            "return /a+b/g.test('a'.repeat(3e6));",
            "return /(?<=a*)b/.test('a'.repeat(3e6));",
            "return 'a'.repeat(3e6).split(/a*?b/).length;").Select(script => script with { EndlessOn = ScriptEngineKind.JavaScriptCore });

    public static readonly IReadOnlyList<HostileScript> All =
    [
        .. Quadratic,
        .. HostileScript.Handlers(
            Bounded,
            "return /^(a+)+$/.test('a'.repeat(40) + 'b');",
            "return /(x+x+)+y/.test('x'.repeat(1 << 16));",
            "return /^(a|a)*$/.test('a'.repeat(40) + 'b');",
            "return /^(a|aa)+$/.test('a'.repeat(60) + 'b');",
            "return /(.*)*x/.test('y'.repeat(50));",
            "return /^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(60));",
            "return /(a*)*b/.test('a'.repeat(50));",
            "return /((a*)*)*b/.test('a'.repeat(50));",
            "return /(?:(?:a?){30}){30}b/.test('a'.repeat(500));",
            "return /a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaaa/.test('a'.repeat(25));",
            "return /(\\w+\\s?)*\\d/.test('word '.repeat(30));",
            "return /\\s+$/.test(' '.repeat(1e5) + 'x');",
            "return ' '.repeat(1e5).concat('x').replace(/\\s+$/, '').length;",
            "return /^(?=(a+)+$)b/.test('a'.repeat(40) + 'b');",
            "return /(?<!(a+)+)b/.test('a'.repeat(40) + 'c');",
            "return /(a+)+\\1b/.test('a'.repeat(60));",
            "return /(?<x>a+)+\\k<x>b/u.test('a'.repeat(60));",
            "return /[^]*[^]*[^]*[^]*x/.test('y'.repeat(500));",
            "return /.*.*=.*/s.test('x='.repeat(1) + 'y'.repeat(1e5));",
            "return /(?:.*a){20}/.test('a'.repeat(19) + 'b'.repeat(2000));",
            "return /^(\\p{L}+)+$/u.test('\\u00e4'.repeat(40) + '1');",
            "return /^([\\p{L}--[a-z]]+)+$/v.test('\\u00c4'.repeat(40) + '1');",
            "return 'x'.repeat(1e6).match(/(?:)/g).length;",
            "const s = 'ab'.repeat(2e5); for (;;) s.match(/(?:)/g);",
            "const s = 'ab'.repeat(2e5); for (;;) s.replace(/a/g, 'c');",
            "const r = /a/g; for (;;) { r.lastIndex = 0; while (r.exec('aaaa')); }",
            "const r = /a/y; const s = 'b'.repeat(1e6); for (;;) r.test(s);",
            "return new RegExp('(' .repeat(5e4) + ')'.repeat(5e4)).test('');",
            "return new RegExp('(?:'.repeat(5e4) + ')'.repeat(5e4)).test('');",
            "return new RegExp('[' + 'a-z'.repeat(1e5) + ']').test('b');",
            "return new RegExp('a|'.repeat(1e5)).test('b');",
            "return new RegExp('(?:a' + '|b[^\\\\d]c){200}(?:' + 'x|y'.repeat(3000) + '|z)').test('a');",
            "return new RegExp('a{1000}'.repeat(1000)).test('a');",
            "return new RegExp('(?:(?:(?:a{1000}){1000}){1000}){1000}').test('a');",
            "return new RegExp('(?:(?:(?:a{0,1000}){0,1000}){0,1000}){0,1000}b').test('a'.repeat(100));",
            "return new RegExp('\\\\' + 'd'.repeat(1e6)).test('1');",
            "return new RegExp('(?=' .repeat(2e4) + ')'.repeat(2e4)).test('');",
            "return new RegExp('(?<=' .repeat(2e4) + ')'.repeat(2e4)).test('');",
            "return new RegExp('[' .repeat(2e4) + 'a' + ']'.repeat(2e4), 'v').test('a');",
            "for (let i = 0; ; i++) new RegExp('(a' + i + ')+').test('a');",
            "RegExp.prototype.exec = function () { for (;;) { } }; 'x'.replace(/x/, '');",
            "const r = /x/g; r.exec = () => ({ index: 0, length: 2 ** 32, 0: '' }); return r[Symbol.replace]('x', '');",
            "const r = /x/g; r.exec = () => [''] ; return 'x'.match(r);",
            "const r = /x/; Object.defineProperty(r, 'flags', { get() { for (;;) { } } }); 'x'.split(r);",
            "class R extends RegExp { static get [Symbol.species]() { return function () { return { exec() { return null; }, set lastIndex(v) { } }; }; } } return 'x'.repeat(1e5).split(new R('x')).length;",
            "return 'a'.repeat(3e5).replace(/(a)(a)(a)(a)(a)/g, '$5$4$3$2$1'.repeat(200)).length;",
            "return 'a'.repeat(3e4).search(/(?:a{1,30}){1,30}b/);",
            "return '\\u0130'.repeat(1e5).match(/\\u0130+i/iu);"),
    ];
}
