using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Events;

/// <summary>Splits a body of newline-delimited JSON (https://github.com/ndjson/ndjson-spec): one event per line; empty lines are skipped.</summary>
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

/// <summary>A line of a body of many events.</summary>
/// <param name="Number">From 1; empty lines count.</param>
/// <param name="Event">Null when there is a problem.</param>
/// <param name="Problem">What is wrong with it.</param>
internal readonly record struct EventLine(int Number, EventEnvelope? Event, Problem? Problem);
