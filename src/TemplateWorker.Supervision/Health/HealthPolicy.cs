using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Supervision.Health;

/// <summary>Decides whether a worker is healthy, must be replaced or must be killed. Pure.</summary>
internal sealed class HealthPolicy(WorkersOptions workers, LimitOptions limits)
{
    private readonly TimeSpan _longestRun = limits.Tenants.Values.Append(limits.Default).Max(tenant => tenant.WallTime);

    /// <summary>The verdict on a worker that is silent.</summary>
    /// <param name="meaning">What its silence means.</param>
    /// <param name="silence">Time since the last heartbeat, or since <c>Ready</c>.</param>
    public WorkerVerdict Judge(WorkerSilence meaning, TimeSpan silence)
    {
        var text = $"no heartbeat for {silence.TotalSeconds:F1} s (workers.heartbeat_timeout is {workers.HeartbeatTimeout.TotalSeconds:F1} s)";
        return meaning switch
        {
            WorkerSilence.Dead => new WorkerVerdict.Kill(text, WorkerExitCause.Died),
            WorkerSilence.Stopped => new WorkerVerdict.Kill($"{text}; the process is stopped (SIGSTOP or a debugger)", WorkerExitCause.Stuck),
            _ => WorkerVerdict.Healthy.Instance,
        };
    }

    /// <summary>The verdict on a worker that is not silent.</summary>
    /// <param name="last">The last heartbeat; null if none arrived since <c>Ready</c>.</param>
    /// <param name="unreleased">Age of the oldest unanswered slot revocation; zero if none.</param>
    public WorkerVerdict Judge(Heartbeat? last, TimeSpan unreleased)
    {
        // Runs that were active at the revocation have ended by then; an overdue run is judged below.
        if (unreleased > _longestRun + workers.KillGrace && !IsOverdue(last))
        {
            return new WorkerVerdict.Kill(
                $"it has not released slots that were revoked {unreleased.TotalSeconds:F1} s ago (limits.wall_time is at most {_longestRun.TotalSeconds:F1} s, "
                + $"workers.kill_grace {workers.KillGrace.TotalSeconds:F1} s)",
                WorkerExitCause.Stuck);
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
                    $"template {run.Template} of {run.Tenant} has been running for {run.Age.TotalSeconds:F1} s and the engine cannot interrupt it " +
                    $"(limits.wall_time is {limit.TotalSeconds:F1} s, workers.kill_grace {workers.KillGrace.TotalSeconds:F1} s)",
                    WorkerExitCause.Overdue)
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
