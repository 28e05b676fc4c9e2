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

    private const string NumberWrapper = "NumberInstance";
    private const string StringWrapper = "StringInstance";

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
        BuiltIn.Replace(engine, array, "join", 1, calls.Looking);
        BuiltIn.Replace(engine, array, "toLocaleString", 0, calls.Looking);
        BuiltIn.Replace(engine, array, "flat", 0, calls.Flat);
        BuiltIn.Replace(engine, array, "concat", 1, calls.Concat);
        BuiltIn.Replace(engine, (ObjectInstance)engine.Global.Get("JSON"), "stringify", 3, calls.Stringify);
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
        while (levels > 0 && flat is JsArray array && array.Any(IsArray));

        return flat;
    }

    /// <summary>Refuses what could not be held anyway, before it is copied element by element.</summary>
    private JsValue Concat(Function original, JsValue self, JsValue[] arguments)
    {
        if (LengthOf(self) + arguments.Sum(LengthOf) > JintGuard.MaxArraySize)
        {
            throw _errors.Range(ScriptErrors.ArrayTooLong);
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

        var kept = IsArray(replacer) ? NamesIn((ObjectInstance)replacer) : null;
        var looking = new ClrFunction(_engine, "", (_, pair) =>
        {
            _guard.Check();
            return kept is not null && pair.At(1) is ObjectInstance whole && !IsArray(whole) && !whole.IsCallable() && !IsWrapper(whole) ? Part(whole, kept) : pair.At(1);
        });
        return original.Call(self, [value, looking, arguments.At(2)]);
    }

    /// <summary>The names in a list of those that are kept: texts and numbers, also wrapped in objects, each once.</summary>
    private JsString[] NamesIn(ObjectInstance list)
    {
        var names = new List<JsString>();
        var length = TypeConverter.ToLength(list.Get("length"));
        for (double index = 0; index < length; index++)
        {
            _guard.Check();
            var name = list.Get(JsNumber.Create(index));
            if (name.IsString() || name.IsNumber() || name.GetType().Name is StringWrapper or NumberWrapper)
            {
                names.Add(new JsString(TypeConverter.ToString(name)));
            }
        }

        return [.. names.Distinct()];
    }

    /// <summary>As the language sees it: a proxy of an array is one, too.</summary>
    private bool IsArray(JsValue value) => value is JsArray
        || (value is ObjectInstance and not JsObject && _engine.Intrinsics.Array.Get("isArray") is Function isArray
            && isArray.Call(JsValue.Undefined, [value]) == JsBoolean.True);

    /// <summary>Objects around a number, a text or a truth value are written as what is in them. Their types are internal to the interpreter.</summary>
    private static bool IsWrapper(ObjectInstance whole) =>
        whole.GetType().Name is NumberWrapper or StringWrapper or "BooleanInstance" or "BigIntInstance";

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
