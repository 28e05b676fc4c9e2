namespace TemplateWorker.Supervision.Leases;

/// <summary>Duration and renewal interval of a supervisor's lease.</summary>
internal sealed record LeaseTimes
{
    /// <summary>
    /// Duration of the lease, from each renewal. Another supervisor is to run the slots of a lost one within five seconds;
    /// the time beyond the lease is for taking them over and creating the tenants' heaps.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Time between renewals.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(750);
}
