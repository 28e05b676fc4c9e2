using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Fires schedules when they are due.</summary>
internal sealed partial class ScheduleWork(ScheduleStore store, LimitOptions limits, ILogger<ScheduleWork> logger) : IDueWork
{
    private const int Batch = 200;

    private readonly HashSet<string> _unreadable = [];

    public string Name => "Schedules";

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => store.UntilNextAsync(cancellationToken);

    public async Task<int> RunBatchAsync(CancellationToken cancellationToken)
    {
        var due = await store.ReadDueAsync(Batch, cancellationToken);
        ReportUnreadable(due);
        var plan = CatchUpPlan.Of(due);
        if (plan.Moves.Count == 0)
        {
            return 0;
        }

        var moves = plan.Moves.Select(move => move with { MaxQueued = limits.For(move.Schedule.Tenant).QueuedDeliveries });
        var moved = await store.MoveAsync([.. moves], cancellationToken);
        Report(plan);
        return moved.Moved;
    }

    // Once for a row, not once for a pass: the rows stay due.
    private void ReportUnreadable(DueSchedules due)
    {
        foreach (var fault in due.Unreadable.Where(_unreadable.Add))
        {
            Log.Unreadable(logger, fault);
        }
    }

    private void Report(CatchUpPlan plan)
    {
        foreach (var (schedule, fault) in plan.Broken)
        {
            Log.Stopped(logger, schedule.Tenant.ToString(), schedule.Name, fault);
        }

        foreach (var schedule in plan.CutShort)
        {
            Log.CutShort(logger, schedule.Tenant.ToString(), schedule.Name, CatchUpPlan.MostOfSchedule);
        }
    }
}
