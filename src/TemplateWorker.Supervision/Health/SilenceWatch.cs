using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Supervision.Health;

/// <summary>
/// Decides whether the silence of one worker means that it is dead. Looks are to come every half heartbeat interval. A late
/// look shows that the supervisor itself did not run, so the missing time is not held against the worker. Not thread-safe.
/// </summary>
/// <remarks>
/// A silent worker that still uses CPU time may be starved by the machine or pause for a garbage collection; it gets
/// <see cref="BusyFactor"/> times as long. One whose bytes have arrived but were not read yet is not silent at all.
/// </remarks>
internal sealed class SilenceWatch(WorkersOptions workers)
{
    /// <summary>How many times <c>workers.heartbeat_timeout</c> a silent worker may take while it uses CPU time.</summary>
    public const int BusyFactor = 4;

    private TimeSpan _counted;
    private TimeSpan? _lastLook;
    private TimeSpan? _cpu;

    /// <summary>Time between two looks.</summary>
    public static TimeSpan Interval(WorkersOptions workers) => workers.HeartbeatInterval / 2;

    /// <summary>Judges the worker by what is known now.</summary>
    public WorkerSilence Look(SilenceSample sample)
    {
        var interval = Interval(workers);
        var since = sample.Now - (_lastLook ?? sample.Now - interval);
        _lastLook = sample.Now;
        var step = since < 2 * interval ? since : interval;
        _counted = Min(_counted + step, sample.Silence);
        if (_counted <= workers.HeartbeatTimeout / 2)
        {
            _cpu = null;
            return WorkerSilence.Alive;
        }

        var activity = sample.Activity();
        _cpu ??= activity?.Cpu;
        if (_counted <= workers.HeartbeatTimeout || sample.HasUnread)
        {
            return WorkerSilence.Alive;
        }

        if (activity?.IsStopped == true)
        {
            return WorkerSilence.Stopped;
        }

        return activity?.Cpu > _cpu && _counted <= workers.HeartbeatTimeout * BusyFactor ? WorkerSilence.Alive : WorkerSilence.Dead;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

/// <summary>What is known about a worker at one look.</summary>
/// <param name="Now">On a clock that never goes back.</param>
/// <param name="Silence">Time since the last heartbeat, or since <c>Ready</c>.</param>
/// <param name="HasUnread">Whether bytes of the worker wait in its socket.</param>
/// <param name="Activity">Reads what the system says about the process; gives null when it says nothing.</param>
internal sealed record SilenceSample(TimeSpan Now, TimeSpan Silence, bool HasUnread, Func<ProcessActivity?> Activity);

/// <summary>What the silence of a worker means.</summary>
internal enum WorkerSilence
{
    /// <summary>It may still answer.</summary>
    Alive,

    /// <summary>It does not answer although it could.</summary>
    Dead,

    /// <summary>It was stopped from outside; its runs are not suspected.</summary>
    Stopped,
}
