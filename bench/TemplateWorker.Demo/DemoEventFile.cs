using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateWorker.Demo;

/// <summary>Reads and writes demo data: NDJSON, one event per line.</summary>
internal static class DemoEventFile
{
    // Names and texts stay readable in the file; it is never put into a web page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one line per event.</summary>
    public static void Write(Stream destination, IEnumerable<DemoEvent> events)
    {
        using var writer = new Utf8JsonWriter(destination, Readable);
        foreach (var demoEvent in events)
        {
            writer.WriteStartObject();
            writer.WriteString("key", demoEvent.Key);
            writer.WriteString("tenant", demoEvent.Tenant.ToString());
            writer.WriteString("name", demoEvent.Name);
            writer.WritePropertyName("data");
            demoEvent.Data.WriteTo(writer);
            writer.WriteEndObject();
            writer.Flush();
            destination.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    /// <summary>Reads a file as <see cref="Write"/> makes it.</summary>
    /// <exception cref="FormatException">A line is not an event; the message says which.</exception>
    public static IReadOnlyList<DemoEvent> Read(string path)
    {
        var events = new List<DemoEvent>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                events.Add(Parse(line));
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new FormatException($"{path}, line {events.Count + 1}, is not a demo event: {error.Message}", error);
            }
        }

        return events;
    }

    private static DemoEvent Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var tenant = root.GetProperty("tenant").GetString();
        return TenantId.TryParse(tenant, out var id)
            ? new DemoEvent(
                root.GetProperty("key").GetString()!, id, root.GetProperty("name").GetString()!, root.GetProperty("data").Clone())
            : throw new FormatException($"'{tenant}' is not a tenant.");
    }
}
