using System.Text;
using System.Text.Json;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>What <c>failures</c> keeps of an attempt, but for its time, which is the server's.</summary>
internal static class FailureJson
{
    /// <param name="attempt">From 1.</param>
    public static string Write(int attempt, AttemptFailure failure)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("attempt", attempt);
            writer.WriteString("reason", failure.Reason);
            writer.WriteString("message", failure.Message);
            writer.WriteString("stack", failure.Stack);
            writer.WriteString("worker", failure.Worker);
            writer.WriteNumber("wall_ms", Math.Round(failure.Wall.TotalMilliseconds, 3));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
