using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>
/// Bounds how deep iterators are made of iterators. The interpreter steps through such a chain by calls of its own, without a look at what is
/// left of the thread's stack; one that is too deep would end the process.
/// </summary>
internal sealed class IteratorChains
{
    private const int Deepest = 500;

    private readonly Engine _engine;
    private readonly JintGuard _guard;
    private readonly ScriptErrors _errors;
    private readonly ConditionalWeakTable<JsValue, StrongBox<int>> _depths = [];

    private IteratorChains(Engine engine, ScriptErrors errors)
    {
        _engine = engine;
        _guard = engine.Constraints.Find<JintGuard>()!;
        _errors = errors;
    }

    /// <summary>Call it before any code of a template runs.</summary>
    public static void Bound(Engine engine, ScriptErrors errors)
    {
        if (engine.Global.Get("Iterator") is not ObjectInstance type || type.Get("prototype") is not ObjectInstance prototype)
        {
            return;
        }

        var chains = new IteratorChains(engine, errors);
        foreach (var name in new[] { "map", "filter", "take", "drop" })
        {
            chains.Replace(prototype, name, (original, self, arguments) => chains.Make(original, self, arguments, [self]));
        }

        chains.Replace(prototype, "flatMap", chains.FlatMap);
        chains.Replace(type, "concat", (original, self, arguments) => chains.Make(original, self, arguments, arguments));

        // Not in the standard yet; what they are made of is nested in objects.
        type.RemoveOwnProperty("zip");
        type.RemoveOwnProperty("zipKeyed");
    }

    private void Replace(ObjectInstance owner, string name, Func<JsValue, JsValue, JsValue[], JsValue> body)
    {
        if (owner.Get(name) is { } original && original.IsCallable())
        {
            var bounded = new ClrFunction(_engine, name, (self, arguments) => body(original, self, arguments), 1);
            owner.FastSetProperty(name, new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
        }
    }

    private JsValue Make(JsValue original, JsValue self, JsValue[] arguments, JsValue[] parts)
    {
        var depth = 0;
        foreach (var part in parts)
        {
            depth = Math.Max(depth, DepthOf(part));
        }

        Check(depth);
        var made = _engine.Call(original, self, arguments);
        _depths.AddOrUpdate(made, new StrongBox<int>(depth + 1));
        return made;
    }

    /// <summary>The iterators that its function returns are part of the chain, too.</summary>
    private JsValue FlatMap(JsValue original, JsValue self, JsValue[] arguments)
    {
        var mapper = arguments.At(0);
        if (!mapper.IsCallable())
        {
            return _engine.Call(original, self, arguments);
        }

        var depth = new StrongBox<int>(DepthOf(self) + 1);
        Check(depth.Value - 1);
        var bounded = new ClrFunction(_engine, "", (_, values) =>
        {
            // What it returned before is stepped through by now, one in the other.
            if (!_guard.HasMuchStack)
            {
                throw _errors.Range(ScriptErrors.StackExceeded);
            }

            var inner = _engine.Call(mapper, JsValue.Undefined, values);
            Check(DepthOf(inner));
            depth.Value = Math.Max(depth.Value, DepthOf(inner) + 1);
            return inner;
        });
        var made = _engine.Call(original, self, [bounded]);
        _depths.AddOrUpdate(made, depth);
        return made;
    }

    private int DepthOf(JsValue iterator) => _depths.TryGetValue(iterator, out var depth) ? depth.Value : 0;

    private void Check(int depth)
    {
        if (depth >= Deepest)
        {
            throw _errors.Range($"Iterators are nested deeper than {Deepest} levels");
        }
    }
}
