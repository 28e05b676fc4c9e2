using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Accepting;

/// <summary>An event to be stored: one delivery for each template that subscribes to it.</summary>
public sealed record NewEvent
{
    /// <summary>For whom it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Made by the caller; a repeat of an idempotency key is answered with the first one's.</summary>
    public required Guid EventId { get; init; }

    /// <summary>1 to 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The payload as well-formed UTF-8 JSON. The bytes must not change any more: they are stored, and passed on, after the call.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>0 for an event from outside.</summary>
    public int Hops { get; init; }

    /// <summary>The trace that it belongs to; null for none.</summary>
    public TraceParent? Trace { get; init; }

    /// <summary>Runs no sooner than this long after it is accepted; null for at once. Not together with <see cref="NotBefore"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Runs no sooner than this; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Makes a repeat store nothing; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Tells whether a repeat is the same event: SHA-256 over name, 0, and payload. Needed with a key only.</summary>
    public byte[]? RequestHash { get; init; }

    /// <summary>The most deliveries that may wait for the tenant, this event's included; null when its limit does not matter.</summary>
    public required int? MaxQueued { get; init; }

    /// <summary>Whether <see cref="AcceptedDelivery.Priors"/> are wanted, which costs a look into the lane.</summary>
    public bool WantsPriors { get; init; }
}
