using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>A value of an older database without a counterpart in the language: it can be read, kept and stored again unchanged.</summary>
internal sealed class LegacyValue : ObjectInstance
{
    private LegacyValue(Engine engine, string type, string label, string json)
        : base(engine)
    {
        Prototype = engine.Intrinsics.Object.PrototypeObject;
        Type = type;
        Label = label;
        Json = json;
    }

    /// <summary>Its <c>$type</c>.</summary>
    public new string Type { get; }

    /// <summary>How the console names it.</summary>
    public string Label { get; }

    /// <summary>Its <c>value</c> as JSON text.</summary>
    public string Json { get; }

    public static LegacyValue Interval(Engine engine, ReadOnlySpan<double> numbers) =>
        OfNumbers(engine, "interval", "Interval", ["seconds", "nanoseconds"], numbers);

    public static LegacyValue Vector(Engine engine, ReadOnlySpan<double> numbers) =>
        OfNumbers(engine, "vector", "Vector", ["x", "y", "z"], numbers);

    public static LegacyValue TimeZone(Engine engine, string name)
    {
        var zone = new LegacyValue(engine, "timezone", "TimeZone", StorableText.Quote(name));
        zone.Freeze("name", name);
        zone.PreventExtensions();
        return zone;
    }

    private static LegacyValue OfNumbers(Engine engine, string type, string label, string[] members, ReadOnlySpan<double> numbers)
    {
        var json = "[" + string.Join(',', numbers.ToArray().Select(ScriptNumber.ToText)) + "]";
        var value = new LegacyValue(engine, type, label, json);
        for (var index = 0; index < members.Length; index++)
        {
            value.Freeze(members[index], numbers[index]);
        }

        value.PreventExtensions();
        return value;
    }

    private void Freeze(string member, JsValue value) => FastSetProperty(member, new PropertyDescriptor(value, PropertyFlag.OnlyEnumerable));
}
