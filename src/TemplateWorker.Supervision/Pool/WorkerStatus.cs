using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Pool;

/// <summary>Status of a worker, as shown to operators.</summary>
internal sealed record WorkerStatus
{
    public required int Number { get; init; }

    public required WorkerState State { get; init; }

    /// <summary>True after several deaths in a row, until it stays up.</summary>
    public required bool IsUnhealthy { get; init; }

    /// <summary>Null if there is no process (in thread mode: no threads).</summary>
    public int? ProcessId { get; init; }

    /// <summary>Time since it became ready; null if it is not.</summary>
    public TimeSpan? Uptime { get; init; }

    public required int Slots { get; init; }

    /// <summary>Tenants that have a heap in it, by its last heartbeat.</summary>
    public required int Tenants { get; init; }

    /// <summary>By its last heartbeat. In thread mode that of the whole process, supervisor included.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>How often one of its lanes stood still though it might run, by its last heartbeat.</summary>
    public required long StalledLanes { get; init; }

    /// <summary>Its longest pause for garbage collection in the minute before its last heartbeat.</summary>
    public required TimeSpan LongestPause { get; init; }

    /// <summary>The sum of its pauses for garbage collection, by its last heartbeat.</summary>
    public required TimeSpan TotalPause { get; init; }

    /// <summary>How many tenants are held back by a rate, by its last heartbeat.</summary>
    public required int HeldCount { get; init; }

    /// <summary>Those of them that wait longest, and until when.</summary>
    public required IReadOnlyList<(HeldTenant Tenant, DateTimeOffset Until)> Held { get; init; }

    /// <summary>Its tenants that used the most thread time in the last minute, by its last heartbeat.</summary>
    public required IReadOnlyList<BusyTenant> Busiest { get; init; }

    /// <summary>The runs on its script threads, by its last heartbeat.</summary>
    public required IReadOnlyList<RunningRun> Running { get; init; }

    /// <summary>Calls sent and not answered yet.</summary>
    public required int Outstanding { get; init; }

    /// <summary>Calls answered, across restarts.</summary>
    public required long Completed { get; init; }

    /// <summary>Number of restarts.</summary>
    public required int Restarts { get; init; }

    /// <summary>Why it last ended; null if it never did.</summary>
    public string? LastExit { get; init; }
}

/// <summary>State of a worker (diagram in docs/worker-lifecycle.md).</summary>
internal enum WorkerState
{
    /// <summary>Started, not ready yet.</summary>
    Starting,

    /// <summary>It reported that its database pool and its engine work.</summary>
    Ready,

    /// <summary>It takes no more work and finishes its runs.</summary>
    Draining,

    /// <summary>It ended; the next start is delayed.</summary>
    BackingOff,

    /// <summary>It ended and will not be started again.</summary>
    Stopped,
}
