namespace TemplateWorker.Supervision.Pool;

/// <summary>What an operator sees of a worker.</summary>
internal sealed record WorkerStatus
{
    public required int Number { get; init; }

    public required WorkerState State { get; init; }

    /// <summary>True after several deaths in a row, until it stays up again.</summary>
    public required bool IsUnhealthy { get; init; }

    /// <summary>Null when there is no process (or, in thread mode, no thread).</summary>
    public int? ProcessId { get; init; }

    /// <summary>Since it was ready; null when it is not.</summary>
    public TimeSpan? Uptime { get; init; }

    public required int Slots { get; init; }

    /// <summary>Tenants that are warm in it, by its last heartbeat.</summary>
    public required int Tenants { get; init; }

    /// <summary>By its last heartbeat. In thread mode that of the whole process.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Calls sent to it and not answered yet.</summary>
    public required int Outstanding { get; init; }

    /// <summary>Calls answered by all processes that had this number.</summary>
    public required long Completed { get; init; }

    /// <summary>How often it was started again.</summary>
    public required int Restarts { get; init; }

    /// <summary>Why it last ended; null when it never did.</summary>
    public string? LastExit { get; init; }
}

/// <summary>Where a worker is in its life (docs/worker-lifecycle.md draws it).</summary>
internal enum WorkerState
{
    /// <summary>Spawned; it has not said that it is ready.</summary>
    Starting,

    /// <summary>It said so itself, after its database pool and its engine worked.</summary>
    Ready,

    /// <summary>It takes no more work and finishes what it has.</summary>
    Draining,

    /// <summary>It ended; the next start waits.</summary>
    BackingOff,

    /// <summary>It ended, and is not started again.</summary>
    Stopped,
}
