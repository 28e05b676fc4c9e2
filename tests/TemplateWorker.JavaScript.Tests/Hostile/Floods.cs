namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Promise jobs that make promise jobs.</summary>
internal static class Floods
{
    public static readonly IReadOnlyList<HostileScript> All =
    [
        // Jint refuses the array; the replaced function is not what await calls on either engine.
        .. HostileScript.Handlers(
            Ends.Limit | Ends.Error | Ends.Completed,
            "return Array.fromAsync({ length: 1e9 });",
            "Promise.prototype.then = function () { for (;;) { } }; return (async () => { await new (class extends Promise { })(r => r()); })();"),
        .. HostileScript.Handlers(
            Ends.Limit,
            "(async () => { for (;;) await 0; })();",
            "(async () => { for (;;) await null; })(); return 1;",
            "(function again() { Promise.resolve().then(again); })();",
            "(function again() { Promise.resolve().then(again); Promise.resolve().then(again); })();",
            "(function again() { Promise.reject().catch(again); })();",
            "(function again() { Promise.all([1, 2]).then(again); })();",
            "(function again() { Promise.race([1, 2]).finally(again); })();",
            "(function again() { new Promise(r => r()).then(again, again); })();",
            "(async () => { async function* g() { for (;;) yield 1; } for await (const x of g()) { } })();",
            "const t = { then(resolve) { resolve(t); } }; Promise.resolve(t);",
            "Promise.resolve().then(() => { for (;;) { } });",
            "Promise.resolve().then(() => { try { for (;;) { } } finally { for (;;) { } } });",
            "(async () => { for (;;) await 0; })(); throw new Error('after the flood');",
            "(async () => { for (;;) await 0; })(); for (;;) { }",
            "return (async () => { for (;;) await 0; })();",
            "return { then(resolve) { resolve(this); } };",
            "return { then() { for (;;) { } } };",
            "return { get then() { for (;;) { } } };",
            "return { get then() { (async () => { for (;;) await 0; })(); return 1; } };",
            "return new Promise(r => { r({ get a() { (async () => { for (;;) await 0; })(); return 1; } }); });",
            "throw { get message() { (async () => { for (;;) await 0; })(); return 'm'; } };",
            "(async () => { for (;;) { await 0; try { kv.get('x'); } catch (e) { } } })();",
            "(async () => { for (;;) { try { await Promise.reject(1); } catch { } } })();",
            "const p = []; (function again() { p.push(Promise.resolve().then(again)); Promise.allSettled(p); })();",
            "for (;;) Promise.reject(new Error('lost'));",
            "(async () => { for (;;) { Promise.reject(1); await 0; } })();"),
    ];
}
