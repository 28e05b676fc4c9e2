using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>
/// Decides which deliveries a worker's death is counted against. Pure. If the worker was killed because of a run, only that
/// run is blamed. If the worker crashed, the cause is unknown, so every delivery in flight is blamed.
/// </summary>
internal static class DeathBlame
{
    /// <summary>The worker died while the delivery ran, which may be the cause.</summary>
    public const string Died = "WorkerDied";

    /// <summary>The run exceeded its time limit, and the worker was killed to end it.</summary>
    public const string Killed = "WorkerKilled";

    /// <param name="end">How the worker ended.</param>
    /// <param name="cells">The deliveries in flight on its threads.</param>
    /// <param name="last">Its last heartbeat, for the ages of the runs; null if none arrived.</param>
    public static IReadOnlyList<BlamedDelivery> Of(WorkerExit end, IReadOnlyList<InFlightDelivery> cells, Heartbeat? last)
    {
        var blamed = end.Cause switch
        {
            WorkerExitCause.Planned or WorkerExitCause.Stuck => [],
            WorkerExitCause.Overdue => cells.Where(cell => cell.Id == end.Overdue?.Delivery),
            _ => cells,
        };
        return [.. blamed.Select(cell => new BlamedDelivery(cell.Slot, cell.Id, cell.Attempt, WallOf(cell, last)))];
    }

    /// <summary>The immediate calls and publish checks that a death is counted against, by the last heartbeat.</summary>
    /// <param name="end">How the worker ended.</param>
    /// <param name="last">Its last heartbeat; null if none arrived.</param>
    /// <param name="eventOf">The event of a call by the call's id; null for a publish check.</param>
    public static IReadOnlyList<BlamedCall> CallsOf(WorkerExit end, Heartbeat? last, Func<ulong, (Guid Id, string Name)?> eventOf)
    {
        IEnumerable<RunningRun> runs = end.Cause switch
        {
            WorkerExitCause.Planned or WorkerExitCause.Stuck => [],
            WorkerExitCause.Overdue => end.Overdue is { Delivery: null } overdue ? [overdue] : [],
            _ => last?.Running.Where(run => run.Delivery is null) ?? [],
        };
        List<BlamedCall> calls = [];
        foreach (var run in runs)
        {
            if (TenantId.TryParse(run.Tenant, out var tenant))
            {
                var call = eventOf(run.DispatchId);
                calls.Add(new BlamedCall(tenant, run.Template, call?.Id ?? Guid.CreateVersion7(), call?.Name, run.Age));
            }
        }

        return calls;
    }

    /// <summary>The failure reason recorded for the attempts.</summary>
    public static string ReasonOf(WorkerExit end) => end.Cause == WorkerExitCause.Overdue ? Killed : Died;

    /// <summary>The failure message shown to the template's author.</summary>
    public static string MessageOf(WorkerExit end, string exit) => end.Cause == WorkerExitCause.Overdue
        ? "The run exceeded its time limit and the engine could not interrupt it, so its worker was killed."
        : $"The worker died during this run ({exit}). Whether the run caused it is unknown.";

    /// <summary>Minimum delay of the blamed deliveries. Zero after a crash, since most of them did not cause it.</summary>
    public static TimeSpan RestOf(WorkerExit end) => end.Cause == WorkerExitCause.Overdue ? RetryPlan.RestAfterKill : TimeSpan.Zero;

    private static TimeSpan WallOf(InFlightDelivery cell, Heartbeat? last) =>
        last?.Running.FirstOrDefault(run => run.Delivery == cell.Id)?.Age ?? TimeSpan.Zero;
}
