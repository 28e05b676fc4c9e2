using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Events;

/// <summary>Takes a body of newline-delimited JSON apart (https://github.com/ndjson/ndjson-spec): one event a line, empty lines left out.</summary>
internal static class EventLines
{
    /// <summary>The most events of one request.</summary>
    public const int MaxEvents = 10_000;

    /// <summary>The most bytes of one request.</summary>
    public const int MaxBytes = 64 << 20;

    /// <returns>The lines up to the first beyond <see cref="MaxEvents"/>.</returns>
    public static List<EventLine> Read(ReadOnlyMemory<byte> utf8, BodyParser<EventEnvelope> parser)
    {
        List<EventLine> lines = [];
        for (var number = 1; !utf8.IsEmpty && lines.Count <= MaxEvents; number++)
        {
            var end = utf8.Span.IndexOf((byte)'\n');
            var line = end < 0 ? utf8 : utf8[..end];
            utf8 = end < 0 ? default : utf8[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            var (envelope, problem) = JsonBody.Parse(line, parser);
            lines.Add(new EventLine(number, problem is null ? envelope : null, problem));
        }

        return lines;
    }
}
