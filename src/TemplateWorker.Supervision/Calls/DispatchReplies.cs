using System.Globalization;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>Puts what a worker answers, or why it did not, into the words for callers.</summary>
internal static class DispatchReplies
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    public static DispatchReply.Refused Full { get; } = new(
        DispatchRefusal.QueueFull, "The worker's queue is full; nothing was run.", RetrySoon);

    public static CheckReply.Refused CheckFull { get; } = new(
        DispatchRefusal.QueueFull, "The worker's queue is full; nothing was published.", RetrySoon);

    public static CheckReply.Refused CheckOverdue { get; } = new(
        DispatchRefusal.DeadlineExceeded, "The template could not be checked in time; nothing was published.", RetrySoon);

    public static CheckReply.Refused CheckLost { get; } = new(
        DispatchRefusal.WorkerLost,
        "The worker that checked the template died; nothing was published. If it happens again, the template is what kills it.",
        RetrySoon);

    public static DispatchReply To(DispatchFinished reply) => reply.Status switch
    {
        DispatchStatus.Completed => new DispatchReply.Finished(reply.EventId, reply.Results),
        DispatchStatus.TenantBanned => new DispatchReply.Refused(DispatchRefusal.TenantBanned, reply.Message ?? "The tenant is banned.", null),
        DispatchStatus.QueueFull => new DispatchReply.Refused(DispatchRefusal.QueueFull, reply.Message ?? "The queue is full.", RetrySoon),
        DispatchStatus.StorageUnavailable => new DispatchReply.Refused(
            DispatchRefusal.StorageUnavailable, reply.Message ?? "The database could not be used.", RetrySoon),
        DispatchStatus.IdempotencyKeyReused => new DispatchReply.Refused(
            DispatchRefusal.IdempotencyKeyReused, reply.Message ?? "The idempotency key was used before with another event.", null),
        _ => new DispatchReply.Refused(DispatchRefusal.DeadlineExceeded, reply.Message ?? "The call was cancelled.", null),
    };

    public static CheckReply To(TemplateFault fault) => Enum.TryParse<DispatchRefusal>(fault.Reason, out var refusal)
        ? new CheckReply.Refused(refusal, fault.Message, RetrySoon)
        : new CheckReply.Faulty(fault);

    public static DispatchReply.Refused Lost(Disconnect cause) => new(
        DispatchRefusal.WorkerLost,
        "The worker died under the call: its effect is there once, or not at all. With an Idempotency-Key a repeat finds out which. "
        + $"({cause.Reason})",
        RetrySoon);

    /// <param name="callTimeout">What the call was given.</param>
    public static DispatchReply.Refused Overdue(TimeSpan callTimeout)
    {
        var seconds = callTimeout.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        return new DispatchReply.Refused(
            DispatchRefusal.DeadlineExceeded,
            $"The event's runs were not done within {seconds} s (workers.call_timeout); what was not committed by now may still be, once.",
            null);
    }
}
