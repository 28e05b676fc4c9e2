using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;

namespace TemplateWorker.JavaScript.Tests.Web;

public abstract class WebConformanceTests : EngineTests
{
    [EngineTheory]
    [InlineData("[...new TextEncoder().encode('aé€😀')]", "[97,195,169,226,130,172,240,159,152,128]")]
    [InlineData("[...new TextEncoder().encode('\\ud800x')]", "[239,191,189,120]")]
    [InlineData("new TextEncoder().encode().length", "0")]
    [InlineData("(b => [new TextEncoder().encodeInto('a€b', b), [...b]])(new Uint8Array(3))", """[{"read":1,"written":1},[97,0,0]]""")]
    [InlineData("(b => [new TextEncoder().encodeInto('a€b', b), [...b]])(new Uint8Array(4))", """[{"read":2,"written":4},[97,226,130,172]]""")]
    [InlineData("new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 104, 105]))", "\"hi\"")]
    [InlineData("new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 104])).length", "2")]
    [InlineData("new TextDecoder('UTF8').decode(new Uint8Array([0xff, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x98]))", "\"\uFFFD\uFFFDA\uFFFD\"")]
    [InlineData("new TextDecoder().decode(new Uint8Array([104, 105, 33]).buffer.slice(1))", "\"i!\"")]
    [InlineData("new TextDecoder().decode(new DataView(new Uint8Array([104, 105, 33]).buffer, 1, 1))", "\"i\"")]
    [InlineData("(d => [d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), d.decode(new Uint8Array([0xac]), { stream: true }), d.decode()])(new TextDecoder())", """["","€",""]""")]
    [InlineData("(d => [d.encoding, d.fatal, d.ignoreBOM, new TextEncoder().encoding])(new TextDecoder('utf8', { fatal: true }))", """["utf-8",true,false,"utf-8"]""")]
    [InlineData("[btoa('\\u00ffhi'), atob('/2hp'), atob(' /2 hp\\n'), atob('YQ'), atob('YQ=='), atob('YR=='), atob('')]", """["/2hp","ÿhi","ÿhi","a","a","a",""]""")]
    public void Text_becomes_bytes_and_base64_and_text_again(string expression, string expected) => Test(bench =>
        bench.Result($"return {expression};").ShouldBe(expected));

    [EngineTheory]
    [InlineData("new TextDecoder('latin1')", "RangeError: TextDecoder: the encoding \"latin1\" is not available; there is utf-8 alone")]
    [InlineData("new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))", "TypeError: TextDecoder.decode: the bytes are not UTF-8")]
    [InlineData("new TextDecoder().decode('x')", "TypeError: TextDecoder.decode: the input must be an ArrayBuffer, a typed array or a DataView, was \"x\"")]
    [InlineData("new TextEncoder().encode('x'.repeat(5e6))", "RangeError: A text is longer than 4194304 characters")]
    [InlineData("atob('a')", "InvalidCharacterError: atob: the text is not base64")]
    [InlineData("atob('a=bc')", "InvalidCharacterError: atob: the text is not base64")]
    [InlineData("atob('ab-_')", "InvalidCharacterError: atob: the text is not base64")]
    [InlineData("btoa('\\u0100')", "InvalidCharacterError: btoa: the text has characters above U+00FF; encode it with TextEncoder first")]
    [InlineData("atob()", "TypeError: atob needs 1 argument, got 0")]
    [InlineData("queueMicrotask(1)", "TypeError: queueMicrotask: the argument must be a function, was 1")]
    [InlineData("crypto.getRandomValues(new Uint8Array(65537))", "QuotaExceededError: crypto.getRandomValues: the array has 65537 bytes; at most 65536 are filled at once")]
    [InlineData("crypto.getRandomValues(new Float64Array(1))", "TypeMismatchError: crypto.getRandomValues: the argument must be a typed array of integers, was Float64Array[0]")]
    [InlineData("new CryptoKey()", "TypeError: CryptoKey: make keys with crypto.subtle.importKey")]
    [InlineData("crypto.timingSafeEqual('a', 1)", "TypeError: crypto.timingSafeEqual: b, when it is no string, must be an ArrayBuffer, a typed array or a DataView, was 1")]
    [InlineData("structuredClone()", "TypeError: structuredClone needs 1 argument, got 0")]
    [InlineData("structuredClone({ a: [1, () => 1] })", "DataCloneError: structuredClone: value.a[1] is [Function], which cannot be cloned")]
    [InlineData("structuredClone(Symbol('s'))", "DataCloneError: structuredClone: value is Symbol(s), which cannot be cloned")]
    [InlineData("structuredClone(new WeakMap())", "DataCloneError: structuredClone: value is [WeakMap], which cannot be cloned")]
    [InlineData("structuredClone(new Proxy({}, {}))", "DataCloneError: structuredClone: value is [Proxy], which cannot be cloned")]
    [InlineData("structuredClone(new ArrayBuffer(1), { transfer: [new ArrayBuffer(1)] })", "DataCloneError: structuredClone: nothing can be transferred, as there is nowhere to; leave options.transfer out")]
    public void What_the_functions_of_the_web_do_not_take_is_refused(string expression, string message) => Test(bench =>
        bench.Failure($"return {expression};").Message.ShouldBe(message));

    [EngineFact]
    public void Urls_and_keys_are_not_cloned() => Test(bench =>
        bench.Failure("structuredClone({ u: new URL('http://h') });").Message.ShouldStartWith("DataCloneError: structuredClone: value.u is "));

    [EngineTheory]
    [InlineData("const a = { m: new Map([['k', { n: 1 }]]), s: new Set([1, 'x']), d: new Date(5), r: /a+/gi, l: [1, undefined, null], b: 5n }; const c = structuredClone(a); return [c !== a, c.m.get('k'), c.m !== a.m, [...c.s], c.d.getTime(), String(c.r), c.l.length, String(c.b)];", """[true,{"n":1},true,[1,"x"],5,"/a+/gi",3,"5"]""")]
    [InlineData("const a = { list: [] }; a.self = a; a.list.push(a.list, a); const c = structuredClone(a); return [c.self === c, c.list[0] === c.list, c.list[1] === c, c !== a];", "[true,true,true,true]")]
    [InlineData("const buffer = new Uint8Array([1, 2, 3, 4]).buffer; const c = structuredClone({ a: new Uint8Array(buffer, 1, 2), v: new DataView(buffer, 2) }); return [[...c.a], c.a.buffer === c.v.buffer, c.v.getUint8(0), c.a.buffer.byteLength];", "[[2,3],true,3,4]")]
    [InlineData("const c = structuredClone(new RangeError('m', { cause: { why: 1 } })); return [c instanceof RangeError, c.name, c.message, c.cause];", """[true,"RangeError","m",{"why":1}]""")]
    [InlineData("class Point { x = 1; get y() { return 2; } } const c = structuredClone(new Point()); return [c, c instanceof Point];", """[{"x":1},false]""")]
    [InlineData("const c = structuredClone(JSON.parse('{\"__proto__\": 1, \"a\": 2}')); return [Object.keys(c), Object.getPrototypeOf(c) === Object.prototype];", """[["__proto__","a"],true]""")]
    [InlineData("return [structuredClone('x'), structuredClone(null), structuredClone(undefined) === undefined, typeof structuredClone(Object(7)), structuredClone(Object(7)) + 1];", """["x",null,true,"object",8]""")]
    [InlineData("const sparse = [1, , 3]; sparse.extra = 5; const c = structuredClone(sparse); return [1 in c, c.length, c.extra];", "[false,3,5]")]
    public void Values_are_cloned_with_their_types_and_their_cycles(string body, string expected) => Test(bench => bench.Result(body).ShouldBe(expected));

    [EngineFact]
    public void Jobs_run_before_the_run_ends_in_their_order() => Test(bench =>
    {
        bench.Result("return (async () => { const seen = []; queueMicrotask(() => seen.push('b')); seen.push('a'); await null; await null; return seen; })();")
            .ShouldBe("""["a","b"]""");
        bench.Result("queueMicrotask(() => { throw new Error('late'); });").ShouldBeNull();
        bench.Host.Log.ShouldContain(line => line.Contains("Unhandled promise rejection: Error: late", StringComparison.Ordinal));
    });

    [EngineFact]
    public void The_clock_has_whole_milliseconds_and_never_goes_back() => Test(bench => bench.Result(
        "const a = performance.now(); const end = Date.now() + 5; while (Date.now() < end) { } const b = performance.now(); return [Number.isInteger(a), Number.isInteger(b), b >= a + 4, b < 1e6, performance.timeOrigin <= Date.now()];")
        .ShouldBe("[true,true,true,true,true]"));

    [EngineTheory]
    [InlineData("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("sha-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("SHA-384", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("SHA-512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    public void Digests_are_those_of_the_standard(string hash, string expected) => Test(bench => bench.Result(
        $"return crypto.subtle.digest({{ name: '{hash}' }}, new TextEncoder().encode('abc')).then(d => [d instanceof ArrayBuffer, new Uint8Array(d).toHex()]);")
        .ShouldBe($"[true,\"{expected}\"]"));

    [EngineFact]
    public void Large_data_is_digested_in_slices() => Test(bench => bench.Result(
        "return crypto.subtle.digest('SHA-256', new Uint8Array(3000001)).then(d => new Uint8Array(d).toHex());")
        .ShouldBe($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(new byte[3000001]))}\""));

    [EngineFact]
    public void A_webhook_is_verified_by_its_signature() => Test(bench => bench.Result(
        """
        return (async () => {
          const bytes = text => new TextEncoder().encode(text);
          const key = await crypto.subtle.importKey('raw', bytes('key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
          const text = 'The quick brown fox jumps over the lazy dog';
          const signature = await crypto.subtle.sign('HMAC', key, bytes(text));
          const wrong = new Uint8Array(signature.slice()); wrong[0] ^= 1;
          return [new Uint8Array(signature).toHex(), await crypto.subtle.verify('HMAC', key, Uint8Array.fromHex('f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'), bytes(text)),
            await crypto.subtle.verify('HMAC', key, wrong, bytes(text)), await crypto.subtle.verify('HMAC', key, new Uint8Array(3), bytes(text)),
            key.type, key.extractable, key.algorithm.hash.name, key.usages];
        })();
        """).ShouldBe("""["f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",true,false,false,"secret",false,"SHA-256",["sign","verify"]]"""));

    [EngineTheory]
    [InlineData("crypto.subtle.digest('MD5', new Uint8Array(1))", "NotSupportedError: crypto.subtle.digest: the algorithm \"MD5\" is not available; there are SHA-1, SHA-256, SHA-384, SHA-512")]
    [InlineData("crypto.subtle.digest('SHA-1', 'text')", "TypeError: crypto.subtle.digest: the data must be an ArrayBuffer, a typed array or a DataView, was \"text\"")]
    [InlineData("crypto.subtle.importKey('jwk', {}, 'HMAC', false, [])", "NotSupportedError: crypto.subtle.importKey: the format \"jwk\" is not available; there is 'raw' alone")]
    [InlineData("crypto.subtle.importKey('raw', new Uint8Array(1), { name: 'AES-CBC' }, false, ['sign'])", "NotSupportedError: crypto.subtle.importKey: the algorithm \"AES-CBC\" is not available; there is HMAC alone")]
    [InlineData("crypto.subtle.importKey('raw', new Uint8Array(0), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign'])", "DataError: crypto.subtle.importKey: the key is empty")]
    [InlineData("crypto.subtle.importKey('raw', new Uint8Array(1), { name: 'HMAC', hash: 'SHA-1' }, false, ['encrypt'])", "SyntaxError: crypto.subtle.importKey: a key of HMAC has the usages 'sign' and 'verify', not \"encrypt\"")]
    [InlineData("crypto.subtle.importKey('raw', new Uint8Array(1), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']).then(key => crypto.subtle.verify('HMAC', key, new Uint8Array(20), new Uint8Array(1)))", "InvalidAccessError: crypto.subtle.verify: the key was imported without the usage 'verify'")]
    [InlineData("crypto.subtle.sign('HMAC', 'secret', new Uint8Array(1))", "TypeError: crypto.subtle.sign: the key must be a CryptoKey, was \"secret\"; make one with crypto.subtle.importKey")]
    public void What_cannot_be_digested_or_signed_rejects_the_promise(string expression, string message) => Test(bench =>
        bench.Failure($"return {expression};").Message.ShouldBe(message));

    [EngineTheory]
    [InlineData("/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()) && crypto.randomUUID() !== crypto.randomUUID()", "true")]
    [InlineData("(a => [crypto.getRandomValues(a) === a, new Set(a).size > 1, crypto.getRandomValues(new Uint8Array(65536)).some(b => b !== 0)])(new Uint32Array(16))", "[true,true,true]")]
    [InlineData("(a => { crypto.getRandomValues(a.subarray(4)); return [...a.subarray(0, 4)]; })(new Uint8Array(64))", "[0,0,0,0]")]
    [InlineData("[crypto.timingSafeEqual('abc', 'abc'), crypto.timingSafeEqual('abc', 'abd'), crypto.timingSafeEqual('abc', 'ab'), crypto.timingSafeEqual(new Uint8Array([97]), 'a'), crypto.timingSafeEqual('', '')]", "[true,false,false,true,true]")]
    [InlineData("(e => [e instanceof DOMException, e instanceof Error, e.name, e.message, e.code, String(e)])(new DOMException('m', 'DataCloneError'))", """[true,true,"DataCloneError","m",25,"DataCloneError: m"]""")]
    [InlineData("['URL', 'crypto', 'atob'].map(name => [Object.keys(globalThis).includes(name), typeof globalThis[name]])", """[[false,"function"],[false,"object"],[false,"function"]]""")]
    public void Random_values_and_comparisons_work(string expression, string expected) => Test(bench => bench.Result($"return {expression};").ShouldBe(expected));

    [EngineFact]
    public void A_template_may_have_its_own_of_these_globals() => Test(bench =>
        bench.Result("globalThis.atob = () => 'mine'; URL = 5; return [atob('x'), URL, typeof btoa];").ShouldBe("""["mine",5,"function"]"""));

    [EngineFact]
    public void Errors_of_these_functions_show_the_line_of_the_template() => Test(bench =>
    {
        var template = bench.Load("on('go', () => {\n  atob('?');\n});");
        var failure = bench.Run(template).ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        (failure.File, failure.Line).ShouldBe(("index.js", 2));
        failure.Stack.ShouldNotBeNull().ShouldNotContain("bootstrap");
    });

    [EngineTheory]
    [InlineData("let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; let c = structuredClone(o), n = 0; while (c.o) { c = c.o; n++; } return n;", "100000")]
    [InlineData("let o = []; for (let i = 0; i < 60; i++) o = [o, o]; return structuredClone(o).length;", "2")]
    public void Deep_values_and_shared_ones_are_cloned(string body, string expected) => Test(bench => bench.Result(body).ShouldBe(expected));

    [EngineTheory]
    [InlineData("for (;;) structuredClone({ a: 1 });")]
    [InlineData("return (async () => { const b = new Uint8Array(1e6); for (;;) await crypto.subtle.digest('SHA-512', b); })();")]
    [InlineData("(function f() { queueMicrotask(f); })();")]
    [InlineData("for (;;) new URL('http://h/a?b#c').searchParams.append('x', 'y');")]
    [InlineData("const b = new Uint8Array(65536); for (;;) crypto.getRandomValues(b);")]
    [InlineData("structuredClone({ get a() { for (;;) { } } });")]
    public void The_limits_of_a_run_hold_inside_of_these_functions(string body) => Test(bench =>
    {
        bench.Limits = bench.Limits with { CpuTime = TimeSpan.FromMilliseconds(300) };
        bench.Failure(body).Reason.ShouldBe(ScriptFailureReason.CpuLimit);
    });

    [EngineFact]
    public void Recursion_through_these_functions_is_an_error_that_can_be_caught() => Test(bench =>
        bench.Result("let n = 0; const f = () => { n++; structuredClone({ get a() { return f(); } }); }; try { f(); } catch (error) { return [error instanceof RangeError, n > 10]; }")
            .ShouldBe("[true,true]"));

    [EngineTheory]
    [InlineData("String.prototype.toWellFormed = () => ({ toString() { for (;;) { } } }); new URL('http://h');")]
    [InlineData("String.prototype.toUpperCase = () => 'MD5'; Array.prototype.includes = () => true; return crypto.subtle.digest('x', new Uint8Array(1));")]
    public void A_template_that_replaces_built_ins_harms_itself_alone(string body) => Test(bench =>
        bench.Failure(body).Message.ShouldBe("TypeError: A function of the web was given a value of the wrong type: has the template replaced a built-in function?"));

    [EngineFact]
    public void Bytes_have_a_bound() => Test(bench => bench.Failure("return new TextDecoder().decode(new Uint8Array(5e6)).length;").Message
        .ShouldBe("RangeError: More than 4194304 bytes are given at once"));

    [EngineFact]
    public void Functions_of_the_host_cannot_be_reached_through_replaced_built_ins() => Test(bench =>
        bench.Result(
            """
            const seen = [];
            for (const [owner, name] of [[Function.prototype, 'call'], [Function.prototype, 'apply'], [Array.prototype, 'push'], [Map.prototype, 'get'], [Set.prototype, 'add'], [String.prototype, 'toWellFormed']]) {
              const original = owner[name];
              owner[name] = function (...values) { seen.push(typeof this === 'function' ? this.name : ''); return Reflect.apply(original, this, values); };
            }
            try { structuredClone(new Map([[1, 2]])); new URL('http://h').searchParams.append('a', 'b'); btoa('x'); } catch { }
            return seen.some(name => name === 'templateWorkerHost');
            """).ShouldBe("false"));
}
