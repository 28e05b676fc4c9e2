using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Usage;

/// <summary>What a tenant keeps.</summary>
public sealed record TenantUsage
{
    /// <summary>When all keys were last counted from the rows; every change since is included. Null when that is still to be done.</summary>
    public required DateTimeOffset? CountedAt { get; init; }

    /// <summary>The tenant's keys.</summary>
    public required KeptRows Keys { get; init; }

    /// <summary>Deliveries that were given up.</summary>
    public required KeptRows DeadLetters { get; init; }

    /// <summary>Deliveries that wait, run or are delayed, counted up to one more than the limit.</summary>
    public required int QueuedDeliveries { get; init; }

    /// <summary>Its schedules.</summary>
    public required int Schedules { get; init; }

    /// <summary>Its templates.</summary>
    public required int Templates { get; init; }

    /// <summary>The versions of the template that has most.</summary>
    public required int MostVersions { get; init; }

    /// <summary>All versions of all templates; the bytes are those on the disk, compressed.</summary>
    public required KeptRows TemplateVersions { get; init; }

    /// <summary>Deliveries that wait for their time; the bytes are those on the disk, compressed.</summary>
    public required KeptRows Delayed { get; init; }

    /// <summary>Answers recorded under idempotency keys; the bytes are those on the disk, compressed.</summary>
    public required KeptRows IdempotencyKeys { get; init; }

    /// <summary>Lines of history of the last 24 hours, with the bytes of their rows.</summary>
    public required KeptRows HistoryOfDay { get; init; }

    /// <summary>Log lines of the last 24 hours.</summary>
    public required KeptRows LogsOfDay { get; init; }

    /// <summary>What handlers returned for stored events; the bytes are those on the disk, compressed.</summary>
    public required KeptRows Results { get; init; }

    /// <summary>Actions that wait to be taken, delayed ones included, counted up to one more than the limit; the bytes are those of their payloads.</summary>
    public required KeptRows WaitingActions { get; init; }

    /// <summary>Actions that were given up; the bytes are those of their payloads.</summary>
    public required KeptRows DeadActions { get; init; }

    /// <summary>The use of each quota.</summary>
    public IReadOnlyList<QuotaUse> Quotas(TenantLimits limits) =>
    [
        new(Quota.Keys, Keys.Entries, 0, limits.Keys),
        new(Quota.Storage, Keys.Bytes, 0, limits.StorageBytes),
        new(Quota.QueuedDeliveries, QueuedDeliveries, 0, limits.QueuedDeliveries),
        new(Quota.DeadLetters, DeadLetters.Entries, 0, limits.DeadLetters),
        new(Quota.DeadLetterBytes, DeadLetters.Bytes, 0, limits.DeadLetterBytes),
        new(Quota.WaitingActions, WaitingActions.Entries, 0, limits.WaitingActions),
        new(Quota.WaitingActionBytes, WaitingActions.Bytes, 0, limits.WaitingActionBytes),
        new(Quota.Schedules, Schedules, 0, limits.Schedules),
        new(Quota.Templates, Templates, 0, limits.Templates),
        new(Quota.TemplateVersions, MostVersions, 0, limits.TemplateVersions),
    ];
}

/// <summary>Rows of one kind.</summary>
/// <param name="Entries">How many.</param>
/// <param name="Bytes">What they take.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KeptRows(long Entries, long Bytes)
{
    /// <summary>Rows of history, logs, results, dead actions, delayed deliveries and recorded answers are counted no further: so many mean at least so many.</summary>
    public const int Most = 10_000;
}
