using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Runs;

/// <summary>
/// A run whose script has ended: what it read, with the versions it saw, and what it wants to write. Nothing of it is
/// in the database yet; <see cref="RunCommitter"/> applies all of it or nothing.
/// </summary>
public sealed record FinishedRun
{
    /// <summary>The one tenant that everything in the run belongs to.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The keys that were read, each once, absent ones included.</summary>
    public required IReadOnlyList<KeyRead> Reads { get; init; }

    /// <summary>The listings that were read.</summary>
    public required IReadOnlyList<RangeRead> Ranges { get; init; }

    /// <summary>What becomes of keys, at most one write for each.</summary>
    public required IReadOnlyList<KeyWrite> Writes { get; init; }

    /// <summary>The reading of the tenant's state; null when the run never looked at it.</summary>
    public StateRead? StateRead { get; init; }

    /// <summary>The tenant's data to store, as JSON text; null leaves it alone.</summary>
    public string? StateWriteJson { get; init; }

    /// <summary>How many runs lie between the run's event and one from outside; the event of a key that it lets expire has one more.</summary>
    public int Hops { get; init; }

    /// <summary>What a repetition of the event is to be answered; null when the event carried no idempotency key.</summary>
    public IdempotencyEntry? Idempotency { get; init; }

    /// <summary>The right under which the run took place; null when its worker did not have the tenant's slot.</summary>
    public SlotFence? Fence { get; init; }

    /// <summary>
    /// <see cref="Connecting.Database.Losses"/> before the first thing was read that the run rests on: after another one the run is stale.
    /// Null when it rests on nothing.
    /// </summary>
    public long? Losses { get; init; }

    /// <summary>What becomes of the delivery; null for an immediate call.</summary>
    public DeliveryEnd? Delivery { get; init; }

    /// <summary>What the handler returned for the delivery; null for nothing, and for an immediate call.</summary>
    public KeptResult? Result { get; init; }

    /// <summary>
    /// The runs of the deliveries right before it in its lane that are committed with it, in their order: what they read and wrote
    /// is in this one's reads and writes.
    /// </summary>
    public IReadOnlyList<EarlierRun> Earlier { get; init; } = [];

    /// <summary>Follow-up events, in the order in which they were emitted.</summary>
    public IReadOnlyList<EmittedEvent> Emits { get; init; } = [];

    /// <summary>Actions, in the order in which they were sent.</summary>
    public IReadOnlyList<SentAction> Actions { get; init; } = [];

    /// <summary>Ids of actions of earlier runs that are not to leave; a run of which one has left meanwhile is stale.</summary>
    public IReadOnlyList<Guid> CancelledActions { get; init; } = [];

    /// <summary>What becomes of schedules, at most one write for each name.</summary>
    public IReadOnlyList<ScheduleWrite> Schedules { get; init; } = [];

    /// <summary>What the history keeps; null for nothing.</summary>
    public HistoryEntry? History { get; init; }

    /// <summary>Of the tenant; only what it may keep is looked at. Null for no bounds.</summary>
    public TenantLimits? Limits { get; init; }

    /// <summary>A run that read and wrote nothing.</summary>
    public static FinishedRun Empty(TenantId tenant) => new() { Tenant = tenant, Reads = [], Ranges = [], Writes = [] };
}

/// <summary>A run whose effects are part of a later one's: of the delivery before it in its lane.</summary>
/// <param name="Delivery">It is done.</param>
/// <param name="History">What the history keeps of it.</param>
/// <param name="Result">What its handler returned; null for nothing.</param>
public sealed record EarlierRun(DeliveryEnd.Done Delivery, HistoryEntry History, KeptResult? Result);
