using System.Diagnostics;
using TemplateWorker.Demo.Api;

namespace TemplateWorker.Demo.Running;

/// <summary>Kills a worker the hard way and watches its replacement.</summary>
internal sealed class WorkerKill(WorkerApi api, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends SIGKILL to the first worker that is ready and waits for a ready worker in its place.</summary>
    /// <exception cref="DemoException">No worker is ready, or no replacement became ready in time.</exception>
    public async Task<WorkerReplacement> RunAsync(CancellationToken cancellationToken)
    {
        var victim = (await api.ListWorkersAsync(cancellationToken)).FirstOrDefault(worker => worker.State == WorkerStatus.Ready)
            ?? throw new DemoException("No worker is ready, so none can be killed.");
        var oldPid = victim.Pid ?? throw new DemoException($"Worker {victim.Number} is ready but has no pid: a thread, not a process.");
        using (var process = Process.GetProcessById(oldPid))
        {
            process.Kill();
        }

        var killed = time.GetTimestamp();
        while (time.GetElapsedTime(killed) < Patience)
        {
            var workers = await api.ListWorkersAsync(cancellationToken);
            var successor = workers.FirstOrDefault(worker => worker.Number == victim.Number);
            if (successor is { State: WorkerStatus.Ready, Pid: { } newPid } && newPid != oldPid)
            {
                return new WorkerReplacement(victim.Number, oldPid, newPid, time.GetElapsedTime(killed));
            }

            await Task.Delay(Interval, time, cancellationToken);
        }

        throw new DemoException(
            $"Worker {victim.Number} (pid {oldPid}) was killed and had no ready replacement after {Patience.TotalSeconds:F0} s.");
    }
}
