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
    /// <param name="Queued">The length of the tenant's queue before; null when it was not counted.</param>
    public sealed record Accepted(Guid EventId, int Deliveries, IReadOnlyList<AcceptedDelivery> Ready, int? Queued) : AcceptOutcome;

    /// <summary>Its idempotency key was used for the same event before: nothing was stored now.</summary>
    public sealed record Repeated(Guid EventId, int Deliveries) : AcceptOutcome;

    /// <summary>Its idempotency key was used for another event before.</summary>
    public sealed record KeyReused : AcceptOutcome;

    /// <summary>The tenant is banned.</summary>
    public sealed record Banned : AcceptOutcome;

    /// <summary>The tenant's queue is full.</summary>
    public sealed record QueueFull(int Queued, int Limit) : AcceptOutcome;

    /// <summary>The mode is <see cref="AcceptMode.AllOrNothing"/>, and another event of the request was refused.</summary>
    public sealed record Undone : AcceptOutcome;

    /// <summary>PostgreSQL cannot store the event; a repetition would fail too.</summary>
    public sealed record Rejected(string Message) : AcceptOutcome;
}

/// <summary>What a refused event means for the other events of its request.</summary>
public enum AcceptMode
{
    /// <summary>The others are stored.</summary>
    EachAlone,

    /// <summary>No event is stored.</summary>
    AllOrNothing,
}
