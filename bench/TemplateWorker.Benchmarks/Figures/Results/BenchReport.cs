using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>Everything that was measured in one run; what was not asked for is null.</summary>
internal sealed record BenchReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required DateTimeOffset StartedAt { get; init; }

    public required string Version { get; init; }

    public required MachineFacts Machine { get; init; }

    /// <summary>The script engine, as <c>scripting.engine</c> names it.</summary>
    public required string Engine { get; init; }

    public required double SecondsPerLoad { get; init; }

    public int? Workers { get; init; }

    /// <summary>a: pgbench, at as many connections as all workers' pools have together.</summary>
    public LoadFigures? Upsert { get; init; }

    /// <summary>a: pgbench, at the connections of one worker's pool.</summary>
    public LoadFigures? UpsertOnePool { get; init; }

    public LoadFigures? Increment { get; init; }

    public LoadFigures? Keyless { get; init; }

    public LoadFigures? Bare { get; init; }

    public Spread? IncrementToUpsert => Ratio(Increment, Upsert);

    public Spread? IncrementToUpsertOnePool => Ratio(Increment, UpsertOnePool);

    public Spread? KeylessToBare => Ratio(Keyless, Bare);

    public TenantFigures? Tenant { get; init; }

    public ReadinessFigures? Ready { get; init; }

    /// <summary>g: pgbench with the writes of a durable event, at as many connections as all workers' pools have together.</summary>
    public LoadFigures? Queue { get; init; }

    /// <summary>g: the same at the connections of one worker's pool.</summary>
    public LoadFigures? QueueOnePool { get; init; }

    public LoadFigures? Drain { get; init; }

    public LoadFigures? Bulk { get; init; }

    /// <summary>j: from many clients at a time.</summary>
    public LoadFigures? Flow { get; init; }

    /// <summary>j: from few.</summary>
    public LoadFigures? FlowOfFew { get; init; }

    /// <summary>k: from sending an event to the start of its run.</summary>
    public LatencyFigures? Start { get; init; }

    public IdleFigures? Idle { get; init; }

    /// <summary>m: backlogs worked off before a snapshot was held.</summary>
    public LoadFigures? Free { get; init; }

    /// <summary>m: backlogs worked off while one was held.</summary>
    public LoadFigures? Held { get; init; }

    /// <summary>m: what pgbench makes of the same writes before a snapshot was held.</summary>
    public LoadFigures? QueueFree { get; init; }

    /// <summary>m: what it makes of them while one was held.</summary>
    public LoadFigures? QueueHeld { get; init; }

    /// <summary>m: the queue's table while it was held.</summary>
    public QueueSize? QueueSize { get; init; }

    public LoadFigures? JobQueue { get; init; }

    /// <summary>o: tenants that all have a heap.</summary>
    public LoadFigures? Warm { get; init; }

    /// <summary>o: tenants none of which has one.</summary>
    public LoadFigures? Cold { get; init; }

    /// <summary>p: runs that set a key.</summary>
    public LoadFigures? Setting { get; init; }

    /// <summary>p: runs that send an action.</summary>
    public LoadFigures? Sending { get; init; }

    /// <summary>q: actions pushed.</summary>
    public LoadFigures? Pushing { get; init; }

    /// <summary>q: the same requests of a client that does nothing else.</summary>
    public LoadFigures? PushClient { get; init; }

    /// <summary>r: actions taken by SQL.</summary>
    public LoadFigures? Claiming { get; init; }

    /// <summary>r: rows of a plain queue taken.</summary>
    public LoadFigures? PlainQueue { get; init; }

    /// <summary>s: from the beginning of a run's commit to the receipt of its action.</summary>
    public LatencyFigures? CommitToReceipt { get; init; }

    /// <summary>s: from sending an event to the receipt of its action.</summary>
    public LatencyFigures? EventToReceipt { get; init; }

    /// <summary>t: the 99th percentile from sending an event to the receipt of its action, in milliseconds.</summary>
    public Spread? Alone { get; init; }

    /// <summary>t: the same while another tenant has many.</summary>
    public Spread? Crowded { get; init; }

    /// <summary>t: how many it has.</summary>
    public int? CrowdRows { get; init; }

    /// <summary>How much a run costs that sends an action.</summary>
    public Spread? SettingToSending => Ratio(Setting, Sending);

    public Spread? PushingToClient => Ratio(Pushing, PushClient);

    public Spread? ClaimingToPlain => Ratio(Claiming, PlainQueue);

    public Spread? CrowdedToAlone => Crowded is null || Alone is null ? null : Spread.Ratio(Crowded, Alone);

    public Spread? ColdToWarm => Ratio(Cold, Warm);

    public Spread? DrainToQueue => Ratio(Drain, Queue);

    public Spread? BulkToQueue => Ratio(Bulk, Queue);

    public Spread? FlowToQueue => Ratio(Flow, Queue);

    public Spread? FlowOfFewToQueue => Ratio(FlowOfFew, Queue);

    public Spread? DrainToJobQueue => Ratio(Drain, JobQueue);

    public Spread? HeldToFree => Ratio(Held, Free);

    public Spread? QueueHeldToFree => Ratio(QueueHeld, QueueFree);

    /// <summary>Increments that were acknowledged, which is what the database was found to hold; null when none were sent.</summary>
    public long? IncrementsChecked { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static Spread? Ratio(LoadFigures? above, LoadFigures? below) =>
        above is null || below is null ? null : Spread.Ratio(above.PerSecond, below.PerSecond);
}
