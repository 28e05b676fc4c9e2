using System.Buffers;
using System.Text.Json;
using TemplateWorker.Storage.Actions.Channels;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Actions as JSON, for receivers.</summary>
internal static class ActionJson
{
    /// <summary>The body of a request: the action, or an array of them for a route that takes several.</summary>
    public static byte[] Body(ChannelName channel, IReadOnlyList<WaitingAction> actions, bool isBatch)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (isBatch)
            {
                writer.WriteStartArray();
            }

            foreach (var action in actions)
            {
                Write(writer, channel, action);
            }

            if (isBatch)
            {
                writer.WriteEndArray();
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ChannelName channel, WaitingAction action)
    {
        writer.WriteStartObject();
        writer.WriteString("id", action.Id);
        writer.WriteString("type", action.Type);
        writer.WriteString("tenant", channel.Tenant.ToString());
        writer.WriteString("template", action.Template);
        writer.WriteString("channel", channel.Channel);
        writer.WritePropertyName("data");
        writer.WriteRawValue(action.DataJson);
        if (action.Key is not null)
        {
            writer.WriteString("key", action.Key);
        }

        writer.WriteNumber("attempt", action.Attempts + 1);
        writer.WriteString("sent_at", action.SentAt.UtcDateTime);
        writer.WriteString("event_id", action.EventId);
        writer.WriteString("run_id", action.RunId);
        if (action.Trace is { } trace)
        {
            writer.WriteString("traceparent", trace.Text);
        }

        writer.WriteEndObject();
    }
}
