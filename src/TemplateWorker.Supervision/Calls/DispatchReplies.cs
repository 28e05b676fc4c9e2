using System.Globalization;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>Translates a worker's answers and failures into replies for callers.</summary>
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
        "The worker that checked the template died; nothing was published. If a retry fails the same way, the template causes the crash.",
        RetrySoon);

    public static DispatchReply To(DispatchFinished reply) => reply.Status switch
    {
        DispatchStatus.Completed => new DispatchReply.Finished(reply.EventId, reply.Results),
        DispatchStatus.TenantBanned => new DispatchReply.Refused(DispatchRefusal.TenantBanned, reply.Message ?? "The tenant is banned.", null),
        DispatchStatus.QueueFull => new DispatchReply.Refused(DispatchRefusal.QueueFull, reply.Message ?? "The queue is full.", RetrySoon),
        DispatchStatus.RateLimited => new DispatchReply.Refused(
            DispatchRefusal.RateLimited, reply.Message ?? "The tenant has used up a rate.", reply.Rate?.Wait ?? RetrySoon)
        {
            Rate = reply.Rate,
        },
        DispatchStatus.StorageUnavailable => new DispatchReply.Refused(
            DispatchRefusal.StorageUnavailable, reply.Message ?? "The database is unavailable.", RetrySoon),
        DispatchStatus.InternalFault => new DispatchReply.Refused(
            DispatchRefusal.InternalFault, reply.Message ?? "An internal error of the worker ended the call.", null),
        DispatchStatus.IdempotencyKeyReused => new DispatchReply.Refused(
            DispatchRefusal.IdempotencyKeyReused, reply.Message ?? "The idempotency key was used before with a different event.", null),
        _ => new DispatchReply.Refused(DispatchRefusal.DeadlineExceeded, reply.Message ?? "The call was cancelled.", null),
    };

    public static CheckReply To(TemplateFault fault) => Enum.TryParse<DispatchRefusal>(fault.Reason, out var refusal)
        ? new CheckReply.Refused(refusal, fault.Message, RetrySoon)
        : new CheckReply.Faulty(fault);

    public static DispatchReply.Refused Lost(Disconnect cause) => new(
        DispatchRefusal.WorkerLost,
        "The worker died during the call: its effect was committed once or not at all. A retry with an Idempotency-Key finds out which. "
        + $"({cause.Reason})",
        RetrySoon);

    /// <param name="callTimeout">The timeout that passed.</param>
    public static DispatchReply.Refused Overdue(TimeSpan callTimeout)
    {
        var seconds = callTimeout.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        return new DispatchReply.Refused(
            DispatchRefusal.DeadlineExceeded,
            $"The event's runs did not end within {seconds} s (workers.call_timeout); a run that is still active may yet commit, once.",
            null);
    }
}
