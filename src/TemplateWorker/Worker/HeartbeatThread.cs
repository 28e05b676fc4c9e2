using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Metrics;
using TemplateWorker.Runs;

namespace TemplateWorker.Worker;

/// <summary>
/// Sends the worker's heartbeats: memory, load, pauses, and the runs on the engine with their ages; and what it has counted. A separate thread that runs no script
/// and takes no lock that a script thread holds, so that it continues while a script hangs or the thread pool starves.
/// </summary>
internal sealed class HeartbeatThread : IDisposable
{
    private readonly TemplateRuntime _runtime;
    private readonly Func<WorkerMessage, bool> _trySend;
    private readonly TimeSpan _interval;
    private readonly CollectionPauses _pauses;
    private readonly ProcessMemory? _memory = OperatingSystem.IsLinux() ? new ProcessMemory() : null;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;

    public HeartbeatThread(TemplateRuntime runtime, Func<WorkerMessage, bool> trySend, TimeSpan interval, TimeProvider time)
    {
        _runtime = runtime;
        _trySend = trySend;
        _interval = interval;
        _pauses = new CollectionPauses(time);
        _thread = new Thread(Run) { Name = "heartbeat", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _pauses.Dispose();
        _memory?.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        var lastTotal = 0L;
        do
        {
            var held = _runtime.Held;

            // A heartbeat that finds the queue full is dropped; the next one supersedes it.
            _ = _trySend(new Heartbeat(
                _memory?.Read().ResidentBytes ?? Environment.WorkingSet,
                _runtime.WarmTenants,
                _runtime.Outstanding,
                [.. _runtime.Running.Select(run => new RunningRun(run.CallId, run.Tenant.ToString(), run.Template, run.Age) { Delivery = run.Delivery })])
            {
                StalledLanes = _runtime.StalledLanes,
                LongestPause = _pauses.Longest,
                TotalPause = CollectionPauses.Total,
                HeldCount = held.Count,
                Held = [.. held.Longest.Select(entry => Answers.To(entry.Tenant, entry.Hold))],
            });

            var measures = WorkerMetrics.Read(_runtime.Measures);
            var total = WorkerMetrics.Total(measures);
            if (total != lastTotal && _trySend(measures))
            {
                lastTotal = total;
            }
        }
        while (!_stopping.Wait(_interval));
    }
}
