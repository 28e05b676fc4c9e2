using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>What became of an immediate event.</summary>
internal abstract record DispatchReply
{
    private DispatchReply()
    {
    }

    /// <summary>All runs of the event ended; one result per subscribed template, none when nothing is subscribed.</summary>
    public sealed record Finished(Guid EventId, IReadOnlyList<RunResult> Results) : DispatchReply;

    /// <param name="Message">For the caller: what happened and what to do.</param>
    /// <param name="RetryAfter">When another try makes sense; null when it does not.</param>
    public sealed record Refused(DispatchRefusal Reason, string Message, TimeSpan? RetryAfter) : DispatchReply;
}
