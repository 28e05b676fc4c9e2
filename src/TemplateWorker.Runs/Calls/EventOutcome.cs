using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Calls;

/// <summary>The result of an immediate call.</summary>
public abstract record EventOutcome
{
    private EventOutcome()
    {
    }

    /// <summary>All subscribed templates ran. Each run succeeded or failed by itself.</summary>
    /// <param name="EventId">The event's id. For a repeated idempotency key, the id of the first event.</param>
    /// <param name="Runs">One per subscribed template, ordered by template name; empty when no template subscribes.</param>
    public sealed record Finished(Guid EventId, IReadOnlyList<RunReport> Runs) : EventOutcome;

    /// <summary>The event was not run, or not by all of its templates. Runs that had ended before keep their effects.</summary>
    /// <param name="Reason">The cause.</param>
    /// <param name="Message">The cause in words, for logs and error answers.</param>
    public sealed record Refused(EventRefusal Reason, string Message) : EventOutcome
    {
        /// <summary>Which rate is used up, and when the tenant may run again; null unless the reason is <see cref="EventRefusal.RateLimited"/>.</summary>
        public RateHold? Hold { get; init; }
    }
}
