using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TemplateWorker.Storage.Migrations.Values;

/// <summary>Writes values of the plain form in the tagged one, for when the migration to the plain form is undone.</summary>
internal static class TaggedAgain
{
    /// <summary>Writes a value. An object that is no well-formed wrapper is an object like any other.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply.</exception>
    public static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.ValueKind == JsonValueKind.Null)
        {
            writer.WriteStringValue(TaggedForm.Null);
            return;
        }

        writer.WriteStartObject();
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteString(TaggedForm.Text, value.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(TaggedForm.Boolean, value.GetBoolean());
                break;
            case JsonValueKind.Number:
                WriteNumber(value, writer);
                break;
            case JsonValueKind.Array:
                writer.WritePropertyName(TaggedForm.List);
                WriteList(value, writer);
                break;
            default:
                WriteObject(value, writer);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(JsonElement number, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(
            number.TryGetInt64(out _) ? TaggedForm.Integer : number.TryGetUInt64(out _) ? TaggedForm.UnsignedInteger : TaggedForm.Float);
        number.WriteTo(writer);
    }

    private static void WriteObject(JsonElement value, Utf8JsonWriter writer)
    {
        if (!WriteWrapped(value, writer))
        {
            WriteMap(value, writer);
        }
    }

    private static bool WriteWrapped(JsonElement value, Utf8JsonWriter writer)
    {
        if (value.GetPropertyCount() != 2
            || !value.TryGetProperty(PlainForm.KindProperty, out var kind)
            || kind.ValueKind != JsonValueKind.String
            || !value.TryGetProperty(PlainForm.ValueProperty, out var inner))
        {
            return false;
        }

        return (kind.GetString(), inner.ValueKind) switch
        {
            ("bigint", JsonValueKind.String) => WriteBigInteger(inner.GetString()!, writer),
            ("bytes", JsonValueKind.String) => WriteBytes(inner, writer),
            ("date", JsonValueKind.String) => WriteAs(TaggedForm.Timestamptz, inner, writer),
            ("timezone", JsonValueKind.String) => WriteAs(TaggedForm.TimeZone, inner, writer),
            ("vector", JsonValueKind.Array) => WriteAs(TaggedForm.Vector, inner, writer),
            ("interval", JsonValueKind.Array) => WriteAs(TaggedForm.Interval, inner, writer),
            ("object", JsonValueKind.Object) => WriteMap(inner, writer),
            ("map", JsonValueKind.Array) => WritePairs(inner, writer),
            _ => false,
        };
    }

    private static bool WriteAs(string tag, JsonElement inner, Utf8JsonWriter writer)
    {
        if (!TaggedForm.Holds(tag, inner))
        {
            return false;
        }

        writer.WritePropertyName(tag);
        inner.WriteTo(writer);
        return true;
    }

    // Beyond 64 bits it has no place in the tagged form but as a text.
    private static bool WriteBigInteger(string digits, Utf8JsonWriter writer)
    {
        if (long.TryParse(digits, out var signed))
        {
            writer.WriteNumber(TaggedForm.Integer, signed);
        }
        else if (ulong.TryParse(digits, out var unsigned))
        {
            writer.WriteNumber(TaggedForm.UnsignedInteger, unsigned);
        }
        else
        {
            writer.WriteString(TaggedForm.Text, digits);
        }

        return true;
    }

    private static bool WriteBytes(JsonElement text, Utf8JsonWriter writer)
    {
        if (!text.TryGetBytesFromBase64(out var bytes))
        {
            return false;
        }

        writer.WriteStartArray(TaggedForm.Buffer);
        foreach (var item in bytes)
        {
            writer.WriteNumberValue(item);
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool WriteMap(JsonElement value, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(TaggedForm.Map);
        foreach (var property in value.EnumerateObject())
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString(TaggedForm.Text, property.Name);
            writer.WriteEndObject();
            Write(property.Value, writer);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool WritePairs(JsonElement pairs, Utf8JsonWriter writer)
    {
        if (!pairs.EnumerateArray().All(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2))
        {
            return false;
        }

        writer.WriteStartArray(TaggedForm.Map);
        foreach (var pair in pairs.EnumerateArray())
        {
            WriteList(pair, writer);
        }

        writer.WriteEndArray();
        return true;
    }

    private static void WriteList(JsonElement list, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in list.EnumerateArray())
        {
            Write(item, writer);
        }

        writer.WriteEndArray();
    }
}
