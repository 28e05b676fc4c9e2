using System.Text.Json;
using TemplateWorker.JavaScript.Tests.Skipping;

namespace TemplateWorker.JavaScript.Tests.Web;

public abstract class UrlConformanceTests : EngineTests
{
    [EngineFact]
    public void Urls_are_parsed_as_the_web_does() => Test(bench =>
    {
        UrlCases.Parsed.Length.ShouldBeGreaterThanOrEqualTo(80);
        var cases = JsonSerializer.Serialize(UrlCases.Parsed.Select(one => new[] { one.Text, one.Base, one.Href }));
        bench.Result(
            """
            return event.data.map(([text, base, href]) => {
              let made = null;
              try { made = new URL(text, base ?? undefined).href; } catch (error) { if (!(error instanceof TypeError)) throw error; }
              const again = made === null ? null : new URL(made).href;
              return made === href && again === made && URL.canParse(text, base ?? undefined) === (href !== null) ? '' : `${text} on ${base}: ${made}, again ${again}, not ${href}`;
            }).filter(fault => fault !== '');
            """,
            cases).ShouldBe("[]");
    });

    [EngineFact]
    public void Parts_of_urls_are_set_as_the_web_does() => Test(bench =>
    {
        var cases = JsonSerializer.Serialize(UrlCases.Set.Select(one => new[] { one.Href, one.Property, one.Value, one.Expected }));
        bench.Result(
            """
            return event.data.map(([href, property, value, expected]) => {
              const url = new URL(href);
              url[property] = value;
              return url.href === expected ? '' : `${href} with ${property} ${value}: ${url.href}, not ${expected}`;
            }).filter(fault => fault !== '');
            """,
            cases).ShouldBe("[]");
    });

    [EngineTheory]
    [InlineData("const u = new URL('https://me:pw@example.org:8080/a/b?x=1&y=2#top'); return [u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, u.origin];", """["https:","me","pw","example.org:8080","example.org","8080","/a/b","?x=1&y=2","#top","https://example.org:8080"]""")]
    [InlineData("return ['file:///x', 'data:a', 'blob:https://a.b/c', 'blob:d:e'].map(u => new URL(u).origin);", """["null","null","https://a.b","null"]""")]
    [InlineData("const u = new URL('http://h/?a=1'); u.searchParams.append('b', 'x y&'); return [u.href, u.search, u.searchParams.size];", """["http://h/?a=1&b=x+y%26","?a=1&b=x+y%26",2]""")]
    [InlineData("const u = new URL('http://h/?a=1'); const p = u.searchParams; u.search = '?c=2'; return [p.get('a'), p.get('c'), p === u.searchParams];", """[null,"2",true]""")]
    [InlineData("const u = new URL('http://h/?a=1#x'); u.searchParams.delete('a'); return u.href;", "\"http://h/#x\"")]
    [InlineData("return [String(new URL('http://h')), JSON.stringify({ u: new URL('http://h') }), Object.prototype.toString.call(new URL('http://h'))];", """["http://h/","{\"u\":\"http://h/\"}","[object URL]"]""")]
    [InlineData("return [URL.parse('x'), URL.parse('x', 'http://h').href];", """[null,"http://h/x"]""")]
    [InlineData("kv.set('u', new URL('http://h/a')); return kv.get('u');", "\"http://h/a\"")]
    public void A_url_has_its_parts_and_its_parameters(string body, string expected) => Test(bench => bench.Result(body).ShouldBe(expected));

    [EngineTheory]
    [InlineData("new URLSearchParams('?a=1&b=2&a=3').getAll('a')", """["1","3"]""")]
    [InlineData("[...new URLSearchParams('a=b+c&d=%zz%41&&=e&f')]", """[["a","b c"],["d","%zzA"],["","e"],["f",""]]""")]
    [InlineData("new URLSearchParams({ a: 'ä ö', b: '*-._~!()' }).toString()", "\"a=%C3%A4+%C3%B6&b=*-._%7E%21%28%29\"")]
    [InlineData("new URLSearchParams([['a', 1], ['b', 2]]).toString()", "\"a=1&b=2\"")]
    [InlineData("new URLSearchParams(new URLSearchParams('x=1')).toString()", "\"x=1\"")]
    [InlineData("new URLSearchParams(new Map([['k', 'v']])).toString()", "\"k=v\"")]
    [InlineData("(p => { p.sort(); return p.toString(); })(new URLSearchParams('z=b&a=b&z=a&a=a'))", "\"a=b&a=a&z=b&z=a\"")]
    [InlineData("(p => { p.set('a', 9); p.set('n', 1); return p.toString(); })(new URLSearchParams('a=1&b=2&a=3'))", "\"a=9&b=2&n=1\"")]
    [InlineData("(p => { p.delete('a', '1'); return [p.toString(), p.has('a'), p.has('a', '1'), p.get('x')]; })(new URLSearchParams('a=1&a=2'))", """["a=2",true,false,null]""")]
    [InlineData("(p => { const seen = []; p.forEach((value, name) => seen.push(name + value)); return [seen, [...p.keys()], [...p.values()]]; })(new URLSearchParams('a=1&b=2'))", """[["a1","b2"],["a","b"],["1","2"]]""")]
    [InlineData("new URLSearchParams('\\ud800=1').toString()", "\"%EF%BF%BD=1\"")]
    public void Parameters_are_read_and_written_as_forms_are(string expression, string expected) => Test(bench =>
        bench.Result($"return {expression};").ShouldBe(expected));

    [EngineTheory]
    [InlineData("new URL('/path')", "TypeError: Invalid URL: \"/path\"; without a base, it needs a scheme such as https:")]
    [InlineData("new URL('x', 'y')", "TypeError: Invalid URL: \"x\" with the base \"y\"")]
    [InlineData("new URL()", "TypeError: URL needs 1 argument, got 0")]
    [InlineData("new URL('http://h').href = 'x'", "TypeError: Invalid URL: \"x\"")]
    [InlineData("new URLSearchParams([['a']])", "TypeError: URLSearchParams: each parameter must be a pair of name and value, was [\"a\"]")]
    [InlineData("new URLSearchParams('').append('a')", "TypeError: URLSearchParams.append needs 2 arguments, got 1")]
    [InlineData("new URL('http://h/' + 'x'.repeat(5e6))", "RangeError: A text is longer than 4194304 characters")]
    public void What_is_no_url_is_refused(string expression, string message) => Test(bench =>
        bench.Failure($"return {expression};").Message.ShouldBe(message));

    [EngineTheory]
    [InlineData("new URL('http://h/' + '../a/'.repeat(5e5)).href.length")]
    [InlineData("new URL('http://' + 'a@'.repeat(5e5) + 'h').username.length")]
    [InlineData("new URL('http://' + 'a.'.repeat(5e5) + 'com').host.length")]
    [InlineData("URL.canParse('http://' + '1.'.repeat(1e6))")]
    [InlineData("URL.canParse('http://' + '\\u00e4.'.repeat(1e6))")]
    [InlineData("URL.canParse('http://[' + '1:'.repeat(1e6) + ']')")]
    [InlineData("new URL('blob:' + 'blob:'.repeat(1e5)).origin")]
    [InlineData("new URLSearchParams('a=1&'.repeat(2e5)).size")]
    public void Hostile_urls_take_little_time(string expression) => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromSeconds(20) };
        bench.Result($"return {expression};").ShouldNotBeNull();
    });
}
