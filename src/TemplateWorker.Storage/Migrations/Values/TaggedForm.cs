using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TemplateWorker.Storage.Migrations.Values;

/// <summary>
/// The externally tagged form of values that <c>khronosvalue_v2</c> introduced: an object of one property whose name is the
/// kind (<c>{"Text": "hi"}</c>, <c>{"List": [{"Integer": 1}]}</c>), or the bare string <c>"Null"</c>.
/// </summary>
internal static class TaggedForm
{
    public const string Null = "Null";
    public const string Text = "Text";
    public const string Integer = "Integer";
    public const string UnsignedInteger = "UnsignedInteger";
    public const string Float = "Float";
    public const string Boolean = "Boolean";
    public const string Buffer = "Buffer";
    public const string Vector = "Vector";
    public const string Map = "Map";
    public const string List = "List";
    public const string Timestamptz = "Timestamptz";
    public const string Interval = "Interval";
    public const string TimeZone = "TimeZone";
    public const string LazyStringMap = "LazyStringMap";

    private const int VectorDimensions = 3;
    private const int IntervalParts = 2;

    /// <summary>Whether a value is tagged through and through: every kind is known, and holds what it must.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply.</exception>
    public static bool IsTagged(JsonElement value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.ValueEquals(Null);
        }

        return TryGetTag(value, out var tag) && Holds(tag.Name, tag.Value);
    }

    /// <summary>Reads the one property of a tagged value.</summary>
    public static JsonProperty GetTag(JsonElement value)
    {
        using var properties = value.EnumerateObject();
        properties.MoveNext();
        return properties.Current;
    }

    private static bool TryGetTag(JsonElement value, out JsonProperty tag)
    {
        var isTag = value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1;
        tag = isTag ? GetTag(value) : default;
        return isTag;
    }

    /// <summary>Whether <paramref name="inner"/> is what a value of this kind holds.</summary>
    public static bool Holds(string kind, JsonElement inner) => kind switch
    {
        Text or Timestamptz or TimeZone => inner.ValueKind == JsonValueKind.String,
        Integer => inner.ValueKind == JsonValueKind.Number && inner.TryGetInt64(out _),
        UnsignedInteger => inner.ValueKind == JsonValueKind.Number && inner.TryGetUInt64(out _),
        Float => IsFloat(inner),
        Boolean => inner.ValueKind is JsonValueKind.True or JsonValueKind.False,
        Buffer => IsArrayOf(inner, item => item.ValueKind == JsonValueKind.Number && item.TryGetByte(out _)),
        Vector => IsArrayOf(inner, IsFloat) && inner.GetArrayLength() == VectorDimensions,
        Interval => IsArrayOf(inner, item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _)) && inner.GetArrayLength() == IntervalParts,
        List => IsArrayOf(inner, IsTagged),
        Map => IsArrayOf(inner, pair => IsArrayOf(pair, IsTagged) && pair.GetArrayLength() == 2),
        LazyStringMap => inner.ValueKind == JsonValueKind.Object && inner.EnumerateObject().All(item => item.Value.ValueKind == JsonValueKind.String),
        _ => false,
    };

    // JSON has no infinity and no NaN; they were written as null.
    private static bool IsFloat(JsonElement value) => value.ValueKind is JsonValueKind.Number or JsonValueKind.Null;

    private static bool IsArrayOf(JsonElement value, Func<JsonElement, bool> isItem) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(isItem);
}
