using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Interpreter;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>
/// Makes values of a script from JSON text with <c>{"$type", "value"}</c> wrappers for what JSON cannot say. See
/// <c>docs/templates.md</c>.
/// </summary>
internal sealed class ScriptValueReader(Engine engine, ScriptErrors errors, JintGuard guard)
{
    private const int MaxDepth = 1000;

    // Parser and decoder recurse without a probe. Where the stack is nearly used up, 128 KiB are left to them.
    private const int MaxDepthOnShortStack = 100;

    private readonly JsonParser _parser = new(engine, MaxDepth);

    // Taken before a template can replace it.
    private readonly JsValue _date = engine.Global.Get("Date");

    /// <summary>Undefined for null.</summary>
    public JsValue Read(string? json)
    {
        if (json is null)
        {
            return JsValue.Undefined;
        }

        var value = Parse(json);
        return ValueWrappers.MayBeIn(json) ? Decode(value) : value;
    }

    /// <summary>JSON of ours, without wrappers.</summary>
    public JsValue Parse(string json)
    {
        if (!guard.HasMuchStack && JsonNesting.IsDeeperThan(json, MaxDepthOnShortStack))
        {
            throw errors.Range(ScriptErrors.StackExceeded);
        }

        return _parser.Parse(json);
    }

    public JsDate? ToDate(JsValue text) =>
        engine.Construct(_date, [text]) is JsDate date && !double.IsNaN(date.DateValue) ? date : null;

    /// <summary>Replaces the wrappers in a tree that was just parsed. What is not a well-formed wrapper stays what it is.</summary>
    private JsValue Decode(JsValue value)
    {
        switch (value)
        {
            case JsArray array:
                for (uint index = 0; index < array.Length; index++)
                {
                    array[index] = Decode(array[index]);
                }

                return array;
            case ObjectInstance wrapped:
                return Unwrap(wrapped) ?? DecodeMembers(wrapped);
            default:
                return value;
        }
    }

    private ObjectInstance DecodeMembers(ObjectInstance value)
    {
        foreach (var key in value.GetOwnPropertyKeys())
        {
            if (value.Get(key) is ObjectInstance child)
            {
                // Not an assignment: that would set the prototype for the key __proto__.
                value.CreateDataProperty(key, Decode(child));
            }
        }

        return value;
    }

    /// <summary>Null when the object is not a well-formed wrapper.</summary>
    private JsValue? Unwrap(ObjectInstance value)
    {
        if (!value.HasOwnProperty("$type") || !value.HasOwnProperty("value") || value.GetOwnPropertyKeys().Count != 2)
        {
            return null;
        }

        var type = value.Get("$type");
        var inner = value.Get("value");
        return (type.IsString() ? type.AsString() : null) switch
        {
            "date" when inner.IsString() => ToDate(inner),
            "bigint" when inner.IsString() => ToBigInt(inner.AsString()),
            "bytes" when inner.IsString() => ToBytes(inner.AsString()),
            "map" when inner is JsArray pairs => ToMap(pairs),
            "interval" when Numbers(inner, 2) is { } numbers => LegacyValue.Interval(engine, numbers),
            "vector" when Numbers(inner, 3) is { } numbers => LegacyValue.Vector(engine, numbers),
            "timezone" when inner.IsString() => LegacyValue.TimeZone(engine, inner.AsString()),
            "object" when inner is ObjectInstance and not JsArray => DecodeMembers((ObjectInstance)inner),
            _ => null,
        };
    }

    private static double[]? Numbers(JsValue inner, int count)
    {
        if (inner is not JsArray array || array.Length != count)
        {
            return null;
        }

        var numbers = new double[count];
        for (var index = 0; index < count; index++)
        {
            if (!array[index].IsNumber())
            {
                return null;
            }

            numbers[index] = array[index].AsNumber();
        }

        return numbers;
    }

    private static JsBigInt? ToBigInt(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')
            ? null
            : new JsBigInt(BigInteger.Parse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture));
    }

    private JsTypedArray? ToBytes(string text)
    {
        // The padding may be missing.
        var padded = text.Length % 4 == 0 ? text : text.PadRight(text.Length + 4 - (text.Length % 4), '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length)
            ? engine.Intrinsics.Uint8Array.Construct(bytes.AsSpan(0, length))
            : null;
    }

    private JsMap? ToMap(JsArray pairs)
    {
        for (uint index = 0; index < pairs.Length; index++)
        {
            if (pairs[index] is not JsArray { Length: 2 })
            {
                return null;
            }
        }

        var map = (JsMap)engine.Intrinsics.Map.Construct([], engine.Intrinsics.Map);
        for (uint index = 0; index < pairs.Length; index++)
        {
            var pair = (JsArray)pairs[index];
            map.Set(Decode(pair[0]), Decode(pair[1]));
        }

        return map;
    }
}
