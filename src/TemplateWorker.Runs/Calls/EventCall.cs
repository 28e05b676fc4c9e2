using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Calls;

/// <summary>An event to run now for one tenant: all subscribed templates, one after the other.</summary>
internal sealed record EventCall
{
    /// <summary>The caller's number for this call, unique among outstanding calls; used by <see cref="CurrentRun"/> and cancellation.</summary>
    public required ulong CallId { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>The event, with 0 hops. Its payload has been checked to be well-formed.</summary>
    public required TenantEvent Event { get; init; }

    /// <summary>Makes repeats of the call idempotent: they return what the first one recorded.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Counted from acceptance. Runs that have not started by then do not start.</summary>
    public required TimeSpan TimeLeft { get; init; }
}
