using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TemplateWorker.Storage.Migrations.Values;

/// <summary>
/// The form of values before <c>khronosvalue_v2</c>: plain JSON, with
/// <c>{"___khronosValType___": kind, "value": …}</c> for what JSON cannot say.
/// </summary>
internal static class FirstForm
{
    private const string KindProperty = "___khronosValType___";
    private const string ValueProperty = "value";

    /// <summary>Writes a value in the tagged form. An object that is no well-formed wrapper is an object like any other.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply.</exception>
    public static void WriteTagged(JsonElement value, Utf8JsonWriter writer)
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
                writer.WritePropertyName(TaggedForm.Text);
                value.WriteTo(writer);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(TaggedForm.Boolean, value.GetBoolean());
                break;
            case JsonValueKind.Number:
                writer.WritePropertyName(NumberTag(value));
                value.WriteTo(writer);
                break;
            case JsonValueKind.Array:
                WriteList(value, writer);
                break;
            default:
                WriteObject(value, writer);
                break;
        }

        writer.WriteEndObject();
    }

    private static string NumberTag(JsonElement number) =>
        number.TryGetInt64(out _) ? TaggedForm.Integer
        : number.TryGetUInt64(out _) ? TaggedForm.UnsignedInteger
        : TaggedForm.Float;

    private static void WriteList(JsonElement list, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(TaggedForm.List);
        foreach (var item in list.EnumerateArray())
        {
            WriteTagged(item, writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(JsonElement value, Utf8JsonWriter writer)
    {
        if (WrapperTag(value) is { } tag)
        {
            writer.WritePropertyName(tag);
            value.GetProperty(ValueProperty).WriteTo(writer);
            return;
        }

        writer.WriteStartArray(TaggedForm.Map);
        foreach (var property in value.EnumerateObject())
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString(TaggedForm.Text, property.Name);
            writer.WriteEndObject();
            WriteTagged(property.Value, writer);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static string? WrapperTag(JsonElement value)
    {
        if (value.GetPropertyCount() != 2
            || !value.TryGetProperty(KindProperty, out var kind)
            || kind.ValueKind != JsonValueKind.String
            || !value.TryGetProperty(ValueProperty, out var inner))
        {
            return null;
        }

        var tag = kind.GetString() switch
        {
            "buffer" => TaggedForm.Buffer,
            "vector" => TaggedForm.Vector,
            "timestamptz" => TaggedForm.Timestamptz,
            "interval" => TaggedForm.Interval,
            "timezone" => TaggedForm.TimeZone,
            _ => null,
        };
        return tag is not null && TaggedForm.Holds(tag, inner) ? tag : null;
    }
}
