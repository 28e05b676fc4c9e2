using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The JSON in which records cross into a script (<c>kv.getRecord</c>, <c>kv.list</c>).</summary>
internal static class RecordJson
{
    public static string Write(KeyName name, string valueJson, DateTimeOffset createdAt, DateTimeOffset updatedAt, DateTimeOffset? expiresAt)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("key", name.Key);
            writer.WritePropertyName("value");
            writer.WriteRawValue(valueJson, skipInputValidation: true);
            writer.WriteStartArray("scopes");
            foreach (var scope in name.Scopes.Names)
            {
                writer.WriteStringValue(scope);
            }

            writer.WriteEndArray();
            WriteDate(writer, "createdAt", createdAt);
            WriteDate(writer, "updatedAt", updatedAt);
            if (expiresAt is { } time)
            {
                WriteDate(writer, "expiresAt", time);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <param name="entries">Keys and values.</param>
    /// <param name="next">The key after which the next page begins; null when there is none.</param>
    public static string WriteList(IEnumerable<KeyValuePair<string, string>> entries, string? next)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("entries");
            foreach (var (key, valueJson) in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("key", key);
                writer.WritePropertyName("value");
                writer.WriteRawValue(valueJson, skipInputValidation: true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (next is not null)
            {
                writer.WriteString("next", next);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteDate(Utf8JsonWriter writer, string name, DateTimeOffset date)
    {
        writer.WriteStartObject(name);
        writer.WriteString("$type", "date");
        writer.WriteString("value", date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
