using Microsoft.Extensions.Logging;

namespace TemplateWorker.Supervision.Loops;

/// <summary>
/// Keeps background loops running. A loop that ends by an exception is restarted after <see cref="Pause"/>; one that fails
/// <see cref="MaxFailures"/> times in a row, each time within <see cref="StayedUp"/>, cannot be restarted: <see cref="Failed"/>
/// completes, and the process is to end. Thread-safe.
/// </summary>
internal sealed partial class LoopKeeper(TimeProvider time, ILogger<LoopKeeper> logger)
{
    /// <summary>Failures in a row after which a loop is given up.</summary>
    public const int MaxFailures = 10;

    /// <summary>Time between a failure and the restart.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A loop that ran for this long has its earlier failures forgotten.</summary>
    public static readonly TimeSpan StayedUp = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<KeptLoop> _loops = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a loop cannot be restarted; otherwise never.</summary>
    public Task Failed => _failed.Task;

    /// <summary>In the order in which they were started.</summary>
    public IReadOnlyList<LoopStatus> Status
    {
        get
        {
            lock (_gate)
            {
                return [.. _loops.Select(loop => new LoopStatus(loop.Name, loop.Pulse.LastSuccess, loop.Restarts))];
            }
        }
    }

    /// <summary>Runs a loop until it returns, is cancelled or is given up. Never faults and is never cancelled.</summary>
    public async Task KeepAsync(BackgroundLoop loop, CancellationToken stopping)
    {
        var kept = new KeptLoop(loop.Name, new LoopPulse(time));
        lock (_gate)
        {
            _loops.Add(kept);
        }

        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                // Off the caller's thread: a loop may work before it first waits.
                await Task.Yield();
                await loop.RunAsync(kept.Pulse, stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // A supervision loop: no defect in one loop may stop it silently.
                failures = time.GetElapsedTime(started) < StayedUp ? failures + 1 : 1;
                if (failures == MaxFailures)
                {
                    Log.GivenUp(logger, fault, loop.Name, failures);
                    _failed.TrySetResult();
                    return;
                }

                Log.Restarting(logger, fault, loop.Name, Pause.TotalSeconds);
            }

            kept.NoteRestart();
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class KeptLoop(string name, LoopPulse pulse)
    {
        private int _restarts;

        public string Name => name;

        public LoopPulse Pulse => pulse;

        public int Restarts => Volatile.Read(ref _restarts);

        public void NoteRestart() => Interlocked.Increment(ref _restarts);
    }
}
