using TemplateWorker.Configuration.Options;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision;

/// <summary>Decides from numbers alone whether a worker may go on. Pure.</summary>
internal sealed class HealthPolicy(WorkersOptions workers, LimitOptions limits)
{
    /// <param name="last">The last heartbeat; null when none came since <c>Ready</c>.</param>
    /// <param name="silence">Since the last heartbeat, or since <c>Ready</c>.</param>
    public WorkerVerdict Judge(Heartbeat? last, TimeSpan silence)
    {
        if (silence > workers.HeartbeatTimeout)
        {
            return new WorkerVerdict.Kill(
                $"no heartbeat for {silence.TotalSeconds:F1} s (workers.heartbeat_timeout is {workers.HeartbeatTimeout.TotalSeconds:F1} s)");
        }

        if (last is null)
        {
            return WorkerVerdict.Healthy.Instance;
        }

        foreach (var run in last.Running)
        {
            var limit = WallTimeOf(run.Tenant);
            if (run.Age > limit + workers.KillGrace)
            {
                return new WorkerVerdict.Kill(
                    $"template {run.Template} of {run.Tenant} has been on the engine for {run.Age.TotalSeconds:F1} s and nothing inside stops it " +
                    $"(limits.wall_time is {limit.TotalSeconds:F1} s, workers.kill_grace {workers.KillGrace.TotalSeconds:F1} s)");
            }
        }

        return last.ResidentBytes > workers.MemoryBytes
            ? new WorkerVerdict.Replace($"it holds {last.ResidentBytes >> 20} MiB (workers.memory is {workers.MemoryBytes >> 20} MiB)")
            : WorkerVerdict.Healthy.Instance;
    }

    private TimeSpan WallTimeOf(string tenant) =>
        TenantId.TryParse(tenant, out var id) ? limits.For(id).WallTime : limits.Default.WallTime;
}
