namespace TemplateWorker.Runs.Calls;

/// <summary>What became of an <see cref="EventCall"/>.</summary>
internal abstract record EventOutcome
{
    private EventOutcome()
    {
    }

    /// <param name="EventId">The event's id; for a repeated idempotency key, the first one's.</param>
    /// <param name="Runs">One per subscribed template, in the order of their names.</param>
    public sealed record Finished(Guid EventId, IReadOnlyList<RunReport> Runs) : EventOutcome;

    public sealed record Refused(EventRefusal Reason, string Message) : EventOutcome;
}
