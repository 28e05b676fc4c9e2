using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TemplateWorker.Storage.Migrations.Values;

/// <summary>
/// The form that values have now: plain JSON, with <c>{"$type": kind, "value": …}</c> for what JSON cannot say. An object of
/// the author's own that has a <c>$type</c> key is itself wrapped, so that nothing is ambiguous.
/// </summary>
internal static class PlainForm
{
    /// <summary>Names the kind in a wrapper.</summary>
    public const string KindProperty = "$type";

    /// <summary>Holds the value in a wrapper.</summary>
    public const string ValueProperty = "value";

    // Beyond it a script's numbers skip integers: Number.MAX_SAFE_INTEGER of ECMAScript.
    private const long MaxSafeInteger = (1L << 53) - 1;

    /// <summary>Writes a value of the tagged form, which <see cref="TaggedForm.IsTagged"/> has found to be one.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply.</exception>
    public static void WriteTagged(JsonElement value, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.ValueKind == JsonValueKind.String)
        {
            writer.WriteNullValue();
            return;
        }

        var tag = TaggedForm.GetTag(value);
        switch (tag.Name)
        {
            case TaggedForm.Integer or TaggedForm.UnsignedInteger:
                WriteInteger(tag.Value, writer);
                break;
            case TaggedForm.Buffer:
                WriteWrapped("bytes", writer, () => writer.WriteBase64StringValue([.. tag.Value.EnumerateArray().Select(item => item.GetByte())]));
                break;
            case TaggedForm.Vector:
                WriteWrapped("vector", writer, () => tag.Value.WriteTo(writer));
                break;
            case TaggedForm.Interval:
                WriteWrapped("interval", writer, () => tag.Value.WriteTo(writer));
                break;
            case TaggedForm.TimeZone:
                WriteWrapped("timezone", writer, () => tag.Value.WriteTo(writer));
                break;
            case TaggedForm.Timestamptz:
                WriteWrapped("date", writer, () => writer.WriteStringValue(DateText(tag.Value.GetString()!)));
                break;
            case TaggedForm.List:
                WriteList(tag.Value, WriteTagged, writer);
                break;
            case TaggedForm.Map:
                WriteMap(tag.Value, writer);
                break;
            case TaggedForm.LazyStringMap:
                WriteUntagged(tag.Value, writer);
                break;
            default:
                tag.Value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Writes a value that was plain JSON already, so that it reads as itself.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply.</exception>
    public static void WriteUntagged(JsonElement value, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteProperties([.. value.EnumerateObject().Select(property => (property.Name, property.Value))], WriteUntagged, writer);
                break;
            case JsonValueKind.Array:
                WriteList(value, WriteUntagged, writer);
                break;
            case JsonValueKind.Number:
                WriteInteger(value, writer);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // Numbers with a fraction, and those no integer type holds, were floating-point before and stay as they are.
    private static void WriteInteger(JsonElement number, Utf8JsonWriter writer)
    {
        var isUnsafe = number.TryGetInt64(out var signed) ? signed is > MaxSafeInteger or < -MaxSafeInteger : number.TryGetUInt64(out _);
        if (isUnsafe)
        {
            WriteWrapped("bigint", writer, () => writer.WriteStringValue(number.GetRawText()));
        }
        else
        {
            number.WriteTo(writer);
        }
    }

    private static void WriteList(JsonElement list, Action<JsonElement, Utf8JsonWriter> writeItem, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in list.EnumerateArray())
        {
            writeItem(item, writer);
        }

        writer.WriteEndArray();
    }

    // A JSON object has string keys, each once.
    private static void WriteMap(JsonElement pairs, Utf8JsonWriter writer)
    {
        List<(string Name, JsonElement Value)> properties = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var pair in pairs.EnumerateArray())
        {
            if (pair[0].ValueKind == JsonValueKind.Object
                && TaggedForm.GetTag(pair[0]) is { Name: TaggedForm.Text } text
                && names.Add(text.Value.GetString()!))
            {
                properties.Add((text.Value.GetString()!, pair[1]));
            }
        }

        if (properties.Count == pairs.GetArrayLength())
        {
            WriteProperties(properties, WriteTagged, writer);
        }
        else
        {
            WriteWrapped("map", writer, () => WriteList(pairs, (pair, _) => WriteList(pair, WriteTagged, writer), writer));
        }
    }

    private static void WriteProperties(
        List<(string Name, JsonElement Value)> properties, Action<JsonElement, Utf8JsonWriter> writeValue, Utf8JsonWriter writer)
    {
        if (properties.Exists(property => property.Name == KindProperty))
        {
            WriteWrapped("object", writer, WriteAll);
        }
        else
        {
            WriteAll();
        }

        void WriteAll()
        {
            writer.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                writer.WritePropertyName(name);
                writeValue(value, writer);
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteWrapped(string kind, Utf8JsonWriter writer, Action writeValue)
    {
        writer.WriteStartObject();
        writer.WriteString(KindProperty, kind);
        writer.WritePropertyName(ValueProperty);
        writeValue();
        writer.WriteEndObject();
    }

    // As a script writes its dates, in UTC with milliseconds; finer digits are kept, scripts read over them. The fraction is
    // taken out before the calendar sees it, which would round it. What the calendar cannot hold stays as it was.
    private static string DateText(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = dot < 0 ? "" : new string([.. text.Skip(dot + 1).TakeWhile(char.IsAsciiDigit)]);
        var wholeSeconds = dot < 0 ? text : text.Remove(dot, 1 + fraction.Length);
        return DateTimeOffset.TryParse(wholeSeconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? $"{date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}.{fraction.TrimEnd('0').PadRight(3, '0')}Z"
            : text;
    }
}
