namespace TemplateWorker.Supervision.Leases;

/// <summary>How long a supervisor keeps its slots without being heard of.</summary>
internal sealed record LeaseTimes
{
    /// <summary>
    /// The lease that a heartbeat gets. Five seconds after it was last heard of, the slots of a supervisor are at work with
    /// another one; what is left of these is for taking them over and making the tenants' heaps.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Between heartbeats.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(750);
}
