using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Supervision.Health;

/// <summary>Decides from numbers alone whether a worker may go on. Pure.</summary>
internal sealed class HealthPolicy(WorkersOptions workers, LimitOptions limits)
{
    private readonly TimeSpan _longestRun = limits.Tenants.Values.Append(limits.Default).Max(tenant => tenant.WallTime);

    /// <param name="last">The last heartbeat; null when none came since <c>Ready</c>.</param>
    /// <param name="silence">Since the last heartbeat, or since <c>Ready</c>.</param>
    /// <param name="unreleased">For how long it has owed slots that were taken from it; zero when it owes none.</param>
    public WorkerVerdict Judge(Heartbeat? last, TimeSpan silence, TimeSpan unreleased)
    {
        if (silence > workers.HeartbeatTimeout)
        {
            return new WorkerVerdict.Kill(
                $"no heartbeat for {silence.TotalSeconds:F1} s (workers.heartbeat_timeout is {workers.HeartbeatTimeout.TotalSeconds:F1} s)",
                LifeEndKind.Died);
        }

        // Whatever was on when the slots were taken is over by then; a run that is not has a judgement of its own below.
        if (unreleased > _longestRun + workers.KillGrace && !IsOverdue(last))
        {
            return new WorkerVerdict.Kill(
                $"it was told to let go of slots {unreleased.TotalSeconds:F1} s ago and has not (limits.wall_time is at most {_longestRun.TotalSeconds:F1} s, "
                + $"workers.kill_grace {workers.KillGrace.TotalSeconds:F1} s)",
                LifeEndKind.Stuck);
        }

        if (last is null)
        {
            return WorkerVerdict.Healthy.Instance;
        }

        foreach (var run in last.Running)
        {
            if (IsOverdue(run))
            {
                var limit = WallTimeOf(run.Tenant);
                return new WorkerVerdict.Kill(
                    $"template {run.Template} of {run.Tenant} has been on the engine for {run.Age.TotalSeconds:F1} s and nothing inside stops it " +
                    $"(limits.wall_time is {limit.TotalSeconds:F1} s, workers.kill_grace {workers.KillGrace.TotalSeconds:F1} s)",
                    LifeEndKind.Overdue)
                {
                    Overdue = run,
                };
            }
        }

        return last.ResidentBytes > workers.MemoryBytes
            ? new WorkerVerdict.Replace($"it holds {last.ResidentBytes >> 20} MiB (workers.memory is {workers.MemoryBytes >> 20} MiB)")
            : WorkerVerdict.Healthy.Instance;
    }

    private bool IsOverdue(Heartbeat? last) => last?.Running.Any(IsOverdue) == true;

    private bool IsOverdue(RunningRun run) => run.Age > WallTimeOf(run.Tenant) + workers.KillGrace;

    private TimeSpan WallTimeOf(string tenant) =>
        TenantId.TryParse(tenant, out var id) ? limits.For(id).WallTime : limits.Default.WallTime;
}
