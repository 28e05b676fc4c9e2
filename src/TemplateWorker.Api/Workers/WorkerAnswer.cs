namespace TemplateWorker.Api.Workers;

/// <summary>One worker.</summary>
internal sealed record WorkerAnswer
{
    /// <summary>From 0; a replacement has the number of what it replaces.</summary>
    public required int Number { get; init; }

    /// <summary><c>starting</c>, <c>ready</c>, <c>draining</c>, <c>backing_off</c> or <c>stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>True after several deaths in a row, until it stays up again.</summary>
    public required bool Unhealthy { get; init; }

    /// <summary>The process; null when there is none.</summary>
    public required int? Pid { get; init; }

    /// <summary>Since it was ready; null when it is not.</summary>
    public required double? UptimeSeconds { get; init; }

    /// <summary>How many of the 4,096 slots it has.</summary>
    public required int Slots { get; init; }

    /// <summary>Tenants that are warm in it, by its last heartbeat.</summary>
    public required int Tenants { get; init; }

    /// <summary>Resident memory, by its last heartbeat.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>
    /// How often, since its start, one of its lanes stood still for 5 s though its next delivery might run. The worker reads such a lane again
    /// by itself and logs a warning; anything but 0 is an internal error.
    /// </summary>
    public required long StalledLanes { get; init; }

    /// <summary>The longest pause for garbage collection in the minute before its last heartbeat; no run continues while it lasts.</summary>
    public required double LongestPauseMs { get; init; }

    /// <summary>The sum of its pauses for garbage collection since its start, by its last heartbeat.</summary>
    public required double TotalPauseMs { get; init; }

    /// <summary>How many of its tenants have used up a rate and are held back, by its last heartbeat.</summary>
    public required int HeldTenants { get; init; }

    /// <summary>The 20 of them that wait longest.</summary>
    public required IReadOnlyList<HeldTenantAnswer> Held { get; init; }

    /// <summary>The runs on its script threads, by its last heartbeat, the oldest first.</summary>
    public required IReadOnlyList<RunningAnswer> Running { get; init; }

    /// <summary>Calls that wait for its answer.</summary>
    public required int Outstanding { get; init; }

    /// <summary>Calls that were answered under its number.</summary>
    public required long Completed { get; init; }

    /// <summary>How often it was started again.</summary>
    public required int Restarts { get; init; }

    /// <summary>The cause of its last exit; null when there was none.</summary>
    public required string? LastExit { get; init; }
}

/// <summary>A tenant that has used up a rate: its deliveries wait, and its immediate calls are refused.</summary>
/// <param name="Tenant">As <c>owner_type:owner_id</c>.</param>
/// <param name="Setting">The rate's key in the configuration.</param>
/// <param name="Limit">Its value: a number, bytes, or milliseconds.</param>
/// <param name="Until">When its debt is paid, unless it uses more.</param>
internal sealed record HeldTenantAnswer(string Tenant, string Setting, long Limit, DateTimeOffset Until);

/// <summary>A run on a script thread.</summary>
/// <param name="Tenant">As <c>owner_type:owner_id</c>.</param>
/// <param name="Template">The template.</param>
/// <param name="AgeMs">Since when it has been on the thread, pauses included.</param>
/// <param name="Delivery">The delivery's id; null for an immediate call or a check before publishing.</param>
internal sealed record RunningAnswer(string Tenant, string Template, double AgeMs, long? Delivery);

/// <summary>A tenant that used much thread time in the last minute.</summary>
/// <param name="Tenant">As <c>owner_type:owner_id</c>.</param>
/// <param name="Worker">The number of its worker.</param>
/// <param name="ThreadMs">How long its runs had a script thread there, computing or waiting for the database.</param>
internal sealed record BusyTenantAnswer(string Tenant, int Worker, double ThreadMs);

/// <summary>Background work of the supervisor.</summary>
internal sealed record LoopAnswer
{
    /// <summary>Its name, such as <c>lease</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When it last did its work; null before the first time.</summary>
    public required DateTimeOffset? LastSuccess { get; init; }

    /// <summary>How often it was started again after it had failed unexpectedly; anything but 0 is an internal error.</summary>
    public required int Restarts { get; init; }
}

/// <summary>The workers, and the background work of their supervisor.</summary>
/// <param name="Workers">By number.</param>
/// <param name="Busiest">The ten tenants that used the most thread time in the last minute, the first first.</param>
/// <param name="Loops">In the order in which they were started.</param>
internal sealed record WorkerListAnswer(IReadOnlyList<WorkerAnswer> Workers, IReadOnlyList<BusyTenantAnswer> Busiest, IReadOnlyList<LoopAnswer> Loops);

/// <summary>A worker that finishes what it runs and is then replaced.</summary>
/// <param name="Number">Its number, and that of its replacement.</param>
internal sealed record RestartAnswer(int Number);
