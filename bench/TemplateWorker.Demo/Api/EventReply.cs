using System.Net;

namespace TemplateWorker.Demo.Api;

/// <summary>What one attempt to send an event came to.</summary>
internal abstract record EventReply
{
    private EventReply()
    {
    }

    /// <summary>The event is stored, now or by an earlier attempt.</summary>
    public sealed record Accepted(AcceptedAnswer Answer) : EventReply;

    /// <summary>The server said no; <paramref name="RetryAfter"/> is null when it did not say when to come back.</summary>
    public sealed record Refused(HttpStatusCode Status, Problem Problem, TimeSpan? RetryAfter) : EventReply;

    /// <summary>No answer: the connection broke, or the answer was cut off.</summary>
    public sealed record Broken(string Message) : EventReply;
}
