using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Api.Events;

/// <summary>The rules of event names, idempotency keys and traces. Pure.</summary>
internal static class EventRules
{
    public const int MaxNameLength = 128;

    public const int MaxKeyLength = 255;

    public static Problem? NameProblem(string? name)
    {
        if (name is null)
        {
            return Problem.MissingParameter("name", $"must be a string of 1 to {MaxNameLength} characters");
        }

        return name.Length is 0 or > MaxNameLength || name.Any(char.IsControl)
            ? Problem.BrokenRule("name", name, $"must be 1 to {MaxNameLength} characters, none of them a control character")
            : null;
    }

    public static Problem? KeyProblem(StringValues header)
    {
        if (header.Count == 0)
        {
            return null;
        }

        return header.Count > 1
            ? Problem.BrokenRule(EventsEndpoint.IdempotencyKey, header.ToString(), "must be sent once")
            : KeyProblem(EventsEndpoint.IdempotencyKey, header.ToString());
    }

    /// <param name="name">The header or the member that the key stands in.</param>
    public static Problem? KeyProblem(string name, string key) =>
        key.Length is 0 or > MaxKeyLength || !key.All(character => character is > ' ' and <= '~')
            ? Problem.BrokenRule(name, key, $"must be 1 to {MaxKeyLength} visible ASCII characters")
            : null;

    /// <param name="text">The member of the body; null for none.</param>
    public static Problem? TraceProblem(string? text) => text is null || TraceParent.Parse(text) is not null
        ? null
        : Problem.BrokenRule(
            "traceparent", text, "must be a traceparent of W3C Trace Context, such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    /// <summary>The trace of the header. The specification has a malformed one ignored.</summary>
    public static TraceParent? TraceOf(HttpRequest request) => TraceParent.Parse(request.Headers.TraceParent);
}
