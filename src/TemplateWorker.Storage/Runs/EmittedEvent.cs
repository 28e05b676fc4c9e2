using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Runs;

/// <summary>A follow-up event of a run, for the same tenant.</summary>
public sealed record EmittedEvent
{
    /// <summary>Its id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>1 to 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The payload as JSON text.</summary>
    public required string DataJson { get; init; }

    /// <summary>One more than those of the event that the run was for.</summary>
    public required int Hops { get; init; }

    /// <summary>The trace of the run's own event; null for none.</summary>
    public TraceParent? Trace { get; init; }

    /// <summary>From the commit on; zero for at once.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many templates subscribe to it, as far as the run's worker knows; see <see cref="RunWeight"/>.</summary>
    public int Subscribers { get; init; } = 1;

    /// <summary>For 24 hours an event of the tenant with the same key is not stored again; null for none.</summary>
    public string? Key { get; init; }
}
