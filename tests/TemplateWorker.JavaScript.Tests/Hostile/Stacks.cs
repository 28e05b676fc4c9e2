using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Recursion on every way that leads from the language into itself, and chains that built-ins follow.</summary>
internal static class Stacks
{
    private const Ends Refused = Ends.Error | Ends.Limit;
    private const Ends Bounded = Refused | Ends.Completed;

    /// <summary>Calls <c>f</c> at every depth that the stack has, from the deepest up.</summary>
    private const string AtEveryDepth = "function down() { try { down(); } catch (e) { } try { f(); } catch (e) { } }";

    public static readonly IReadOnlyList<HostileScript> All =
    [
        .. HostileScript.Handlers(
            Refused,
            "function again() { again(); } again();",
            "function again() { return again() + 1; } again();",
            "const again = () => again(); again();",
            "function a() { b(); } function b() { a(); } a();",
            "function again(...x) { again(...x, 1); } again();",
            "function again() { try { again(); } finally { again(); } } again();",
            "function again() { new again(); } again();",
            "class A { constructor() { new A(); } } new A();",
            "class A { } class B extends A { constructor() { super(); new B(); } } new B();",
            "class A { x = new A(); } new A();",
            "const o = { get a() { return this.a; } }; o.a;",
            "const o = { set a(v) { this.a = v; } }; o.a = 1;",
            "const p = new Proxy({}, { get(t, k, r) { return r[k]; } }); p.x;",
            "const p = new Proxy({}, { has(t, k) { return k in p; } }); 'x' in p;",
            "const p = new Proxy({}, { ownKeys() { return Object.keys(p); } }); Object.keys(p);",
            "const p = new Proxy({}, { getPrototypeOf() { return Object.getPrototypeOf(p); } }); Object.getPrototypeOf(p);",
            "const p = new Proxy({}, { getOwnPropertyDescriptor(t, k) { return Object.getOwnPropertyDescriptor(p, k); } }); Object.getOwnPropertyDescriptor(p, 'x');",
            "const p = new Proxy({}, { defineProperty(t, k, d) { return Reflect.defineProperty(p, k, d); } }); p.x = 1;",
            "const p = new Proxy({}, { deleteProperty(t, k) { return delete p[k]; } }); delete p.x;",
            "const p = new Proxy(() => 1, { apply() { return p(); } }); p();",
            "const p = new Proxy(function () { }, { construct() { return new p(); } }); new p();",
            "const o = { toString() { return '' + o; } }; '' + o;",
            "const o = { valueOf() { return +o; } }; +o;",
            "const o = { [Symbol.toPrimitive]() { return `${o}`; } }; `${o}`;",
            "const o = { toJSON() { return JSON.stringify(o); } }; JSON.stringify(o);",
            "function again() { [2, 1].sort(again); } again();",
            "function again() { [1].map(again); } again();",
            "function again() { [1].forEach(again); } again();",
            "function again() { [1, 2].reduce(again); } again();",
            "function again() { Array.from([1], again); } again();",
            "function again() { new Map([[1, 1]]).forEach(again); } again();",
            "function again() { new Uint8Array(1).map(again); } again();",
            "function again() { 'x'.replace(/x/, again); } again();",
            "function again() { 'x'.replaceAll('x', again); } again();",
            "function again() { JSON.parse('1', again); } again();",
            "function again() { JSON.stringify(1, again); } again();",
            "function again() { Reflect.apply(again, null, []); } again();",
            "function again() { again.call(); } again();",
            "function again() { again.apply(null, [1, 2, 3]); } again();",
            "function again() { again.bind()(); } again();",
            "function again() { Reflect.construct(again, []); } again();",
            "function* g() { yield* g(); } [...g()];",
            "function* g() { for (const x of g()) yield x; } g().next();",
            "const o = { *[Symbol.iterator]() { yield* o; } }; [...o];",
            "const o = { get then() { return o.then; } }; (async () => o.then)(); o.then;",
            "function again() { return `${again()}`; } again();",
            "function again() { return again`x`; } again();",
            "function again(x = again()) { } again();",
            "const { a } = { get a() { const { a } = this; return a; } };",
            "function again() { Promise.resolve().then(); new Promise(again); } again();",
            "class A { static [Symbol.hasInstance](x) { return x instanceof A; } } 1 instanceof A;",
            "class A extends Array { static get [Symbol.species]() { return class extends A { constructor() { super(); this.map(x => x); } }; } } new A(1, 2).map(x => x);",
            "function again() { kv.increment('n'); again(); } again();",
            "function again() { state.update(again); } again();",
            "const o = { toJSON() { kv.set('x', o); } }; kv.set('x', o);",
            "const o = { get a() { kv.set('x', o); return 1; } }; kv.set('x', o);",
            "const o = { get prefix() { kv.list(o); return ''; } }; kv.list(o);",
            "const o = { get delay() { events.emit('e', 1, o); return 0; } }; events.emit('e', 1, o);",
            "const o = { get ttl() { kv.set('k', 1, o); } }; kv.set('k', 1, o);",
            "const o = { get catchUp() { events.schedule('s', '* * * * *', o); } }; events.schedule('s', '* * * * *', o);",
            "let s = Symbol.iterator; const o = { get [s]() { return o[s]; } }; for (const x of o) { }",
            "Iterator.prototype.next = function () { return this.map(x => x).next(); }; Iterator.prototype.map.call({ next() { return Iterator.prototype.next.call(this); } }, x => x).next();"),
        .. HostileScript.Handlers(
            Bounded,
            "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return JSON.stringify(a).length;",
            "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a.flat(Infinity).length;",
            "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a.toString().length;",
            "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a;",
            "let a = []; for (let i = 0; i < 2e5; i++) a = [a]; console.log(a);",
            "let a = {}; for (let i = 0; i < 2e5; i++) a = { a }; kv.set('a', a);",
            "return JSON.parse('['.repeat(2e5) + ']'.repeat(2e5)).length;",
            "return JSON.parse('{\"a\":'.repeat(2e5) + '1' + '}'.repeat(2e5)).a;",
            "return JSON.parse('['.repeat(900) + ']'.repeat(900), (k, v) => v).length;",
            "let e = new Error('x'); for (let i = 0; i < 2e5; i++) e = new Error('x', { cause: e }); console.log(e); throw e;",
            "let m = new Map(); for (let i = 0; i < 2e5; i++) m = new Map([[1, m]]); console.log(m); return m;",
            "let m = 1; for (let i = 0; i < 2e5; i++) m = new Set([m]); console.log(m);",
            "let p = {}; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return p.x;",
            "let p = {}; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return Object.keys(p).length;",
            "let p = () => 1; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return p();",
            "let p = []; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return Array.isArray(p);",
            "let p = []; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return p;",
            "let p = []; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); kv.set('p', p);",
            "let p = []; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); throw p;",
            "let f = () => 1; for (let i = 0; i < 2e5; i++) f = f.bind(); return f();",
            "let f = function () { }; for (let i = 0; i < 2e5; i++) f = f.bind(); new f(); return {} instanceof f;",
            "let f = () => 1; for (let i = 0; i < 2e5; i++) { const g = f; f = () => g(); } return f();",
            "let o = {}; for (let i = 0; i < 2e5; i++) o = Object.create(o); return o.x;",
            "let o = {}; for (let i = 0; i < 2e5; i++) o = Object.create(o); console.log(o, [o, o, o]); return o;",
            "let o = {}; for (let i = 0; i < 2e5; i++) o = Object.create(o); for (const k in o) { } return 1;",
            "let o = {}; for (let i = 0; i < 2e5; i++) o = Object.create(o); o.x = 1; throw o;",
            "let C = class { }; for (let i = 0; i < 5000; i++) { const D = C; C = class extends D { }; } return new C();",
            "let C = class { }; for (let i = 0; i < 5000; i++) { const D = C; C = class extends D { constructor() { super(); } }; } return new C();",
            "let s = 'x'; for (let i = 0; i < 2e5; i++) s = s + 'y'; return s.length;",
            "let s = 'x'; for (let i = 0; i < 2e5; i++) s = 'y' + s; return s.length + s.charCodeAt(9);",
            "let s = 'x'; for (let i = 0; i < 2e5; i++) s = `${s}y`; return s.length;",
            "let p = Promise.resolve(); for (let i = 0; i < 1e5; i++) p = p.then(x => x); return p;",
            "let p = Promise.resolve(1); for (let i = 0; i < 1e5; i++) { const q = p; p = new Promise(r => r(q)); } return p;",
            "let p = Promise.resolve(1); for (let i = 0; i < 1e5; i++) { const q = p; p = { then(f) { return q.then(f); } }; } return p;",
            "async function again(n) { return n ? await again(n - 1) : 1; } return again(1e5);",
            "async function again() { await again(); } return again();",
            "function* g(n) { if (n) yield* g(n - 1); yield n; } return [...g(3000)].length;",
            "function* w(i) { for (const x of i) yield x; } let i = [1].values(); for (let n = 0; n < 2e4; n++) i = w(i); return i.next();",
            "function* w(i) { yield* i; } let i = [1].values(); for (let n = 0; n < 2e4; n++) i = w(i); return [...i];",
            "function* w(i) { yield i.next().value; } let i = [1].values(); for (let n = 0; n < 2e4; n++) i = w(i); return i.next();",
            "function* w(i) { yield [...i]; } let i = [1].values(); for (let n = 0; n < 2e4; n++) i = w(i); return i.next();",
            "function* w(i) { const [a] = i; yield a; } let i = [1].values(); for (let n = 0; n < 2e4; n++) i = w(i); return i.next();",
            "function* w(i) { try { yield 1; yield* i; } finally { } } let i = [1].values(); for (let n = 0; n < 2e4; n++) { i = w(i); i.next(); } i.next(); return i.return(5);",
            "function* w(i) { try { yield 1; yield* i; } catch { } } let i = [1].values(); for (let n = 0; n < 2e4; n++) { i = w(i); i.next(); } i.next(); return i.throw(5);",
            "async function* w(i) { for await (const x of i) yield x; } let i = [1].values(); for (let n = 0; n < 2e4; n++) i = w(i); return i.next();",
            "let i = [1, 2, 3].values(); for (let n = 0; n < 2e4; n++) i = i.drop(0); i.return(); return i.next();",
            "let i = [1, 2, 3].values(); for (let n = 0; n < 2e5; n++) i = Iterator.from({ next: i.next.bind(i) }); return i.next();",
            "let d = 1; for (let n = 0; n < 2e5; n++) d = { valueOf: (x => () => x)(d) }; return +d;",
            "const f = () => JSON.parse('['.repeat(990) + ']'.repeat(990)); " + AtEveryDepth + " down(); return 1;",
            "let a = []; for (let i = 0; i < 3000; i++) a = [a]; const f = () => JSON.stringify(a); " + AtEveryDepth + " down(); return 1;",
            "let a = []; for (let i = 0; i < 3000; i++) a = [a]; const f = () => a.flat(Infinity); " + AtEveryDepth + " down(); return 1;",
            "let a = []; for (let i = 0; i < 3000; i++) a = [a]; const f = () => String(a); " + AtEveryDepth + " down(); return 1;",
            "let a = []; for (let i = 0; i < 90; i++) a = [a]; const f = () => kv.set('a', a); " + AtEveryDepth + " down(); return 1;",
            "let a = []; for (let i = 0; i < 90; i++) a = [a]; const f = () => console.log(a, new Map([[a, a]]), new Error('x')); " + AtEveryDepth + " down(); return 1;",
            "const f = () => kv.get('deep'); " + AtEveryDepth + " down(); return 1;",
            "const f = () => kv.list({ limit: 2 }); " + AtEveryDepth + " down(); return 1;",
            "const f = () => state.data; " + AtEveryDepth + " down(); return 1;",
            "const f = () => template.settings; " + AtEveryDepth + " down(); return 1;",
            "const f = () => kv.scope('a', 'b').scope('c').increment('n'); " + AtEveryDepth + " down(); return 1;",
            "const f = () => events.emit('e', { a: [1, new Date(0), new Map()] }, { delay: 1 }); " + AtEveryDepth + " down(); return 1;",
            "const f = () => { try { require('./none'); } catch { } }; " + AtEveryDepth + " down(); return 1;",
            "const r = '(?:'.repeat(500) + 'a' + ')'.repeat(500); const f = () => new RegExp(r).test('a'); " + AtEveryDepth + " down(); return 1;",
            "const f = () => new RegExp('(a+)+$').test('aaaaaaab'); " + AtEveryDepth + " down(); return 1;",
            "const f = () => 'x'.localeCompare('y') + 'x'.normalize('NFD') + (1.5).toLocaleString(); " + AtEveryDepth + " down(); return 1;",
            "const f = () => new Intl.DateTimeFormat('en', { dateStyle: 'full' }).format(0); " + AtEveryDepth + " down(); return 1;",
            "const f = () => [3, 1, 2].sort((a, b) => a - b); " + AtEveryDepth + " down(); return 1;",
            "const f = () => Promise.all([1, 2].map(async x => x)); " + AtEveryDepth + " down(); return 1;",
            "const f = () => { throw new Error('x', { cause: new TypeError('y') }); }; " + AtEveryDepth + " down(); return 1;",
            "const f = () => (123456789n ** 50n).toString(); " + AtEveryDepth + " down(); return 1;",
            "const f = () => new Date('2020-01-01').toLocaleString(); " + AtEveryDepth + " down(); return 1;",
            "let o = {}; for (let i = 0; i < 3000; i++) o = new Proxy(o, {}); const f = () => o.x; " + AtEveryDepth + " down(); return 1;",
            "let g = () => 1; for (let i = 0; i < 3000; i++) g = g.bind(); const f = () => g(); " + AtEveryDepth + " down(); return 1;",
            "let s = 'x'; for (let i = 0; i < 3000; i++) s = 'y' + s; const f = () => (s + 'z').charCodeAt(5); " + AtEveryDepth + " down(); return 1;",
            "const f = () => eval('1'); " + AtEveryDepth + " down(); return 1;",
            "const f = () => structured; " + AtEveryDepth + " down(); return 1;"),
        .. HostileScript.Handlers(
            Bounded,
            "let i = [1, 2, 3].values(); for (let n = 0; n < 2e4; n++) i = i.flatMap(x => [x]); return i.next();",
            "let i = [1, 2, 3].values(); for (let n = 0; n < 2e4; n++) i = i.take(5); return [...i];",
            "let i = [1, 2, 3].values(); for (let n = 0; n < 2e4; n++) i = i.map(x => x); return i.next();")
            .Select(script => script with { EndlessOn = ScriptEngineKind.Jint }),
        .. Nested(1000),
        .. Nested(20_000),
    ];

    /// <summary>Code whose own nesting is deep, run at every depth of the stack.</summary>
    private static IEnumerable<HostileScript> Nested(int levels)
    {
        (string Open, string Inner, string Close)[] forms =
        [
            ("!", "g()", ""), ("[", "g()", "]"), ("g(", "g()", ")"), ("1+(", "g()", ")"), ("1+", "g()", ""), ("", "g()", "+1"), ("1?", "g()", ":1"), ("`${", "g()", "}`"),
            ("{", "g();", "}"), ("if(1)", "g();", ""), ("try{", "g();", "}finally{}"), ("(a=>", "g()", ")()"), ("{a:", "g()", "}"), ("", "h", "()"), ("", "k", ".k"), ("x=", "g()", ""),
            ("1&&", "g()", ""), ("", "1", "&&1"), ("1??(", "g()", ")"), ("typeof ", "g()", ""), ("new ", "Object", "()"), ("for(;;){", "g();", "break;}"), ("a:{", "g();", "}"),
        ];
        foreach (var (open, inner, close) in forms)
        {
            var text = string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));
            var code = text.Contains(';', StringComparison.Ordinal) ? text : open.StartsWith('{') ? $"return ({text});" : $"return {text};";
            yield return HostileScript.Handler(
                "const g = () => 1; const h = () => h; let x; const k = {}; k.k = k; const f = () => {\n" + code + "\n}; f(); " + AtEveryDepth + " down(); return 1;", Bounded)
                with { Name = $"{levels} times {open} {inner} {close}" };
        }
    }
}
