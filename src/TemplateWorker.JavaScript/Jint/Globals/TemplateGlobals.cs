using Jint.Native;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary>What a template sees. <c>types/template-worker.d.ts</c> describes the same, and a test holds both together.</summary>
internal static class TemplateGlobals
{
    // Undefined rather than deleted, as on JavaScriptCore.
    private static readonly string[] Withheld =
    [
        "Atomics", "WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "WebAssembly", "ShadowRealm",
    ];

    /// <summary>Adds the globals; each is made when a script first reads it.</summary>
    /// <param name="scope">What they share.</param>
    /// <param name="source">The template.</param>
    /// <param name="subscriptions">What <c>on</c> adds to.</param>
    /// <param name="context">Reads the context of the run for <c>ctx</c>.</param>
    /// <returns>What to dispose of with the interpreter.</returns>
    public static IDisposable Install(GlobalScope scope, ScriptSource source, Subscriptions subscriptions, Func<JsValue> context)
    {
        var engine = scope.Engine;
        foreach (var name in Withheld)
        {
            if (engine.Global.HasOwnProperty(name))
            {
                engine.Global.FastSetProperty(name, new PropertyDescriptor(JsValue.Undefined, PropertyFlag.NonEnumerable));
            }
        }

        engine.Global.FastSetProperty("on", new PropertyDescriptor(
            new ClrFunction(engine, "on", (_, arguments) => subscriptions.On(arguments), 2), PropertyFlag.OnlyEnumerable));
        var advanced = engine.Advanced;
        advanced.AddLazyGlobal("kv", scope, static (_, shared) => KeyValueGlobal.Create(shared), PropertyFlag.OnlyEnumerable);
        advanced.AddLazyGlobal("state", scope, static (_, shared) => StateGlobal.Create(shared), PropertyFlag.OnlyEnumerable);
        advanced.AddLazyGlobal("events", scope, static (_, shared) => EventsGlobal.Create(shared), PropertyFlag.OnlyEnumerable);
        advanced.AddLazyGlobal("actions", scope, static (_, shared) => ActionsGlobal.Create(shared), PropertyFlag.OnlyEnumerable);
        advanced.AddLazyGlobal("console", scope, static (_, shared) => ConsoleGlobal.Create(shared), PropertyFlag.OnlyEnumerable);
        advanced.AddLazyGlobal(
            "template", (scope, source), static (_, both) => TemplateGlobal.Create(both.scope, both.source), PropertyFlag.OnlyEnumerable);
        engine.Global.FastSetProperty("ctx", new GetSetPropertyDescriptor(
            new ClrFunction(engine, "ctx", (_, _) => context()),
            new ClrFunction(engine, "ctx", (_, _) => throw scope.Errors.Type(ReadOnlyGlobals.Message("ctx", null))),
            enumerable: true, configurable: false));
        return WebGlobals.Install(scope);
    }
}
