using System.Text.Json;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage;

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
            var fault = JsonFault.Of(utf8.Span, exception);
            return Fault(utf8.Span, fault.Message, fault.Offset);
        }
    }

    private static Problem Fault(ReadOnlySpan<byte> utf8, string message, int offset)
    {
        var position = JsonPosition.Of(utf8, offset);
        return new Problem(
            ProblemKinds.BadJson, $"{message.TrimEnd('.')} (line {position.Line}, column {position.Column}).", new ProblemMember(position));
    }
}

/// <summary>Reads a body.</summary>
/// <exception cref="BadJsonException">The content is not valid.</exception>
/// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
internal delegate TValue BodyParser<out TValue>(ReadOnlyMemory<byte> utf8);
