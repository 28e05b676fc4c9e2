using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs.Calls;

/// <summary>One event for one tenant, to be run now: all templates that subscribe to it, one after the other.</summary>
internal sealed record EventCall
{
    /// <summary>The caller's number for this call; echoed nowhere but in <see cref="CurrentRun"/> and cancellation.</summary>
    public required ulong CallId { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>The event, with 0 hops. Its payload has been checked to be well-formed.</summary>
    public required TenantEvent Event { get; init; }

    /// <summary>Makes a repeat of the call harmless: it answers what the first one recorded.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>From acceptance; runs that have not started by then do not start.</summary>
    public required TimeSpan TimeLeft { get; init; }
}
