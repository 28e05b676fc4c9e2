namespace TemplateWorker.Storage.Accepting;

/// <summary>The outcome of accepting a <see cref="NewEvent"/>.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome()
    {
    }

    /// <summary>It is stored, or no template subscribes to it.</summary>
    /// <param name="EventId">Its id.</param>
    /// <param name="Deliveries">How many deliveries were made.</param>
    /// <param name="Ready">Those of them that may run now, by id; empty for a delayed event.</param>
    /// <param name="Queued">How many deliveries of the tenant waited before; null when they were not counted.</param>
    public sealed record Accepted(Guid EventId, int Deliveries, IReadOnlyList<AcceptedDelivery> Ready, int? Queued) : AcceptOutcome;

    /// <summary>Its idempotency key was used for the same event before: nothing was stored now.</summary>
    public sealed record Repeated(Guid EventId, int Deliveries) : AcceptOutcome;

    /// <summary>Its idempotency key was used for another event before.</summary>
    public sealed record KeyReused : AcceptOutcome;

    /// <summary>The tenant is banned.</summary>
    public sealed record Banned : AcceptOutcome;

    /// <summary>The tenant's queue is full.</summary>
    public sealed record QueueFull(int Queued, int Limit) : AcceptOutcome;

    /// <summary>All or nothing was asked for, and another event of the request was refused.</summary>
    public sealed record Undone : AcceptOutcome;

    /// <summary>PostgreSQL cannot store the event, and never will.</summary>
    public sealed record Rejected(string Message) : AcceptOutcome;
}
