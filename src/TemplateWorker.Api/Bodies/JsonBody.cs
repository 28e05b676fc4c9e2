using System.Text.Json;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Bodies;

/// <summary>Parses bodies and turns faults into problems with their position.</summary>
internal static class JsonBody
{
    public static Checked<TValue> Parse<TValue>(ReadOnlyMemory<byte> utf8, BodyParser<TValue> parser)
    {
        try
        {
            return parser(utf8);
        }
        catch (BadJsonException exception)
        {
            return Fault(utf8.Span, exception.Message, exception.Offset);
        }
        catch (JsonException exception)
        {
            return Fault(utf8.Span, exception.Message, OffsetOf(utf8.Span, exception));
        }
    }

    private static Problem Fault(ReadOnlySpan<byte> utf8, string message, int offset)
    {
        var position = JsonPosition.Of(utf8, offset);
        return new Problem(
            ProblemKinds.BadJson, $"{WithoutPlace(message)} (line {position.Line}, column {position.Column}).", new ProblemMember(position));
    }

    // The reader's messages end in a place of its own, counted from 0.
    private static string WithoutPlace(string message)
    {
        var place = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return (place < 0 ? message : message[..place]).TrimEnd('.');
    }

    private static int OffsetOf(ReadOnlySpan<byte> utf8, JsonException exception)
    {
        var lineStart = 0;
        for (var line = 0; line < exception.LineNumber; line++)
        {
            lineStart += utf8[lineStart..].IndexOf((byte)'\n') + 1;
        }

        return lineStart + (int)(exception.BytePositionInLine ?? 0);
    }
}

/// <summary>Reads a body.</summary>
/// <exception cref="BadJsonException">The content is not valid.</exception>
/// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
internal delegate TValue BodyParser<out TValue>(ReadOnlyMemory<byte> utf8);
