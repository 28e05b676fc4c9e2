using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Stage;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>
/// Decides which deliveries a worker's death is counted against. Pure. A run that the worker was killed for is to blame
/// alone; of a worker that died by itself nobody knows whose fault it was, so all that were on its threads are.
/// </summary>
internal static class DeathBlame
{
    /// <summary>The worker died, and this may be why.</summary>
    public const string Died = "WorkerDied";

    /// <summary>The run stayed on the engine past its time, and the worker was killed to end it.</summary>
    public const string Killed = "WorkerKilled";

    /// <param name="end">How the worker came to its end.</param>
    /// <param name="cells">What was on its threads.</param>
    /// <param name="last">Its last heartbeat, which tells how long; null when none came.</param>
    public static IReadOnlyList<BlamedDelivery> Of(LifeEnd end, IReadOnlyList<StageCell> cells, Heartbeat? last)
    {
        var blamed = end.Kind switch
        {
            LifeEndKind.Planned or LifeEndKind.Stuck => [],
            LifeEndKind.Overdue => cells.Where(cell => cell.Id == end.Overdue?.Delivery),
            _ => cells,
        };
        return [.. blamed.Select(cell => new BlamedDelivery(cell.Slot, cell.Id, cell.Attempt, WallOf(cell, last)))];
    }

    /// <summary>The named reason that the attempts get.</summary>
    public static string ReasonOf(LifeEnd end) => end.Kind == LifeEndKind.Overdue ? Killed : Died;

    /// <summary>What the templates' authors read.</summary>
    public static string MessageOf(LifeEnd end, string exit) => end.Kind == LifeEndKind.Overdue
        ? "The run went on past its time limit and nothing inside the engine stopped it, so its worker was killed."
        : $"The worker died while this ran ({exit}). Whether this was the reason is not known.";

    /// <summary>How long the blamed wait. Those of a worker that died by itself do not, since most of them are not to blame.</summary>
    public static TimeSpan RestOf(LifeEnd end) => end.Kind == LifeEndKind.Overdue ? RetryPlan.RestAfterKill : TimeSpan.Zero;

    private static TimeSpan WallOf(StageCell cell, Heartbeat? last) =>
        last?.Running.FirstOrDefault(run => run.Delivery == cell.Id)?.Age ?? TimeSpan.Zero;
}
