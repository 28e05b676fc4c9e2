using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>
/// Lets built-in functions end that could take hours in one call: the run's limits are looked at between statements, and those of the
/// interpreter's own loops have none.
/// </summary>
internal sealed class EndlessCalls
{
    /// <summary>A text of so many values takes milliseconds.</summary>
    private const int ManyValues = 10_000;

    private readonly Engine _engine;
    private readonly ScriptErrors _errors;
    private readonly JintGuard _guard;

    private EndlessCalls(Engine engine, ScriptErrors errors)
    {
        _engine = engine;
        _errors = errors;
        _guard = engine.Constraints.Find<JintGuard>()!;
    }

    /// <summary>Call it before any code of a template runs.</summary>
    public static void Bound(Engine engine, ScriptErrors errors)
    {
        var calls = new EndlessCalls(engine, errors);
        var array = engine.Intrinsics.Array.PrototypeObject;
        calls.Replace(array, "join", 1, calls.Looking);
        calls.Replace(array, "toLocaleString", 0, calls.Looking);
        calls.Replace(array, "flat", 0, calls.Flat);
        calls.Replace(array, "concat", 1, calls.Concat);
        calls.Replace((ObjectInstance)engine.Global.Get("JSON"), "stringify", 3, calls.Stringify);
    }

    private void Replace(ObjectInstance owner, string name, int length, Func<Function, JsValue, JsValue[], JsValue> body)
    {
        var original = (Function)owner.Get(name);
        var bounded = new ClrFunction(_engine, name, (self, arguments) => body(original, self, arguments), length);
        owner.FastSetProperty(name, new PropertyDescriptor(bounded, writable: true, enumerable: false, configurable: true));
    }

    /// <summary>The text of an array is that of its elements, joined: once for each way to an array that is shared.</summary>
    private JsValue Looking(Function original, JsValue self, JsValue[] arguments)
    {
        _guard.Check();
        return original.Call(self, arguments);
    }

    /// <summary>Level by level, which comes to the same.</summary>
    private JsValue Flat(Function original, JsValue self, JsValue[] arguments)
    {
        var levels = arguments.At(0) is { } depth && !depth.IsUndefined() ? TypeConverter.ToIntegerOrInfinity(depth) : 1;
        if (levels <= 1)
        {
            return original.Call(self, [levels]);
        }

        var flat = self;
        do
        {
            _guard.Check();
            flat = original.Call(flat, [JsNumber.Create(1)]);
            levels--;
        }
        while (levels > 0 && flat is JsArray array && array.Any(element => element is JsArray));

        return flat;
    }

    /// <summary>Refuses what could not be held anyway, before it is copied element by element.</summary>
    private JsValue Concat(Function original, JsValue self, JsValue[] arguments)
    {
        if (LengthOf(self) + arguments.Sum(LengthOf) > JintContext.MaxArraySize)
        {
            throw _errors.Range($"An array holds at most {JintContext.MaxArraySize} elements");
        }

        return original.Call(self, arguments);
    }

    /// <summary>What is large is written with a function that looks at the limits for each value.</summary>
    private JsValue Stringify(Function original, JsValue self, JsValue[] arguments)
    {
        var (value, replacer) = (arguments.At(0), arguments.At(1));
        var left = ManyValues;
        if (replacer.IsCallable() || IsFew(value, ref left))
        {
            return original.Call(self, arguments);
        }

        var kept = replacer is JsArray list ? list.Where(key => key.IsString() || key.IsNumber()).Select(key => new JsString(key.ToString())).Distinct().ToArray() : null;
        var looking = new ClrFunction(_engine, "", (_, pair) =>
        {
            _guard.Check();
            return kept is not null && pair.At(1) is ObjectInstance whole and not JsArray && !whole.IsCallable() && !IsWrapper(whole) ? Part(whole, kept) : pair.At(1);
        });
        return original.Call(self, [value, looking, arguments.At(2)]);
    }

    /// <summary>Objects around a number, a text or a truth value are written as what is in them. Their types are internal to the interpreter.</summary>
    private static bool IsWrapper(ObjectInstance whole) =>
        whole.GetType().Name is "NumberInstance" or "StringInstance" or "BooleanInstance" or "BigIntInstance";

    /// <summary>The properties that a list of names keeps, in its order.</summary>
    private JsObject Part(ObjectInstance whole, JsString[] kept)
    {
        var part = new JsObject(_engine);
        foreach (var name in kept)
        {
            if (whole.Get(name) is { } value && !value.IsUndefined())
            {
                part.FastSetProperty(name, new PropertyDescriptor(value, writable: true, enumerable: true, configurable: true));
            }
        }

        return part;
    }

    /// <summary>
    /// Whether a value is made of few values, those that are shared counted once for each way to them. False when code of the template would
    /// be asked, which may come up with any number.
    /// </summary>
    private static bool IsFew(JsValue value, ref int left)
    {
        if (value is not ObjectInstance parent || parent.IsCallable())
        {
            return true;
        }

        if (parent is not (JsObject or JsArray) || parent.HasProperty("toJSON") || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        foreach (var (_, property) in parent.GetOwnProperties())
        {
            if (--left < 0 || !property.IsDataDescriptor() || !IsFew(property.Value, ref left))
            {
                return false;
            }
        }

        return true;
    }

    private static double LengthOf(JsValue part) => part switch
    {
        JsArray array => array.Length,
        ObjectInstance other when TypeConverter.ToBoolean(other.Get(GlobalSymbolRegistry.IsConcatSpreadable)) => TypeConverter.ToLength(other.Get("length")),
        _ => 1,
    };
}
