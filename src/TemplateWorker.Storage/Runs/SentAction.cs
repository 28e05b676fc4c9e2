using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Runs;

/// <summary>An action of a run: something for the product around the templates to do.</summary>
public sealed record SentAction
{
    /// <summary>Its id, a UUID of version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What kind of action it is, 1 to 128 characters.</summary>
    public required string Type { get; init; }

    /// <summary>The payload as JSON text.</summary>
    public required string DataJson { get; init; }

    /// <summary>The actions of a tenant's channel are handed over in the order in which they were sent; 1 to 128 characters.</summary>
    public required string Channel { get; init; }

    /// <summary>From the commit on; zero for at once.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>For 24 hours an action of the tenant with the same key is not sent again; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Which run sends it.</summary>
    public required SendingRun Sender { get; init; }
}

/// <summary>The run that sends an action.</summary>
/// <param name="Template">Of its tenant.</param>
/// <param name="RunId">The run.</param>
/// <param name="EventId">The event that the run is for.</param>
/// <param name="Delivery">The delivery that the run is for; null for an immediate call.</param>
public sealed record SendingRun(string Template, Guid RunId, Guid EventId, long? Delivery)
{
    /// <summary>The trace of that event; null for none.</summary>
    public TraceParent? Trace { get; init; }
}
