using System.Collections.Concurrent;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The calls of one connection that wait for their answers.</summary>
/// <remarks>
/// <para>
/// Each call ends exactly once: by its answer, by its deadline, by the loss of the worker, or because the caller gave it up.
/// After <see cref="FailAll"/>, which is for good, calls end before they begin.
/// </para>
/// <para>All members may be used from any thread. Nothing that waits for a call runs on the thread that ends it.</para>
/// </remarks>
/// <typeparam name="TReply">The message that answers.</typeparam>
public sealed class PendingCalls<TReply> : IDisposable
    where TReply : class
{
    /// <summary>How much later than its deadline a call may end, at most, as far as it depends on this type.</summary>
    public static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ulong, PendingCall> _calls = new();
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private int _sweepScheduled;
    private Disconnect? _lost;

    /// <param name="time">Measures the deadlines.</param>
    public PendingCalls(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(
            static calls => ((PendingCalls<TReply>)calls!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many calls wait.</summary>
    public int Count => _calls.Count;

    /// <summary>Begins to wait for an answer. Call it before sending, so that the answer cannot be faster.</summary>
    /// <param name="id">Not used by another call that waits.</param>
    /// <param name="timeLeft">The deadline, from now.</param>
    /// <returns>Never faults and is never cancelled.</returns>
    /// <exception cref="ArgumentException">Another call waits under this id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is further than <see cref="FieldLimits.Duration"/>.</exception>
    public Task<CallOutcome<TReply>> Register(ulong id, TimeSpan timeLeft)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeLeft, FieldLimits.Duration);
        var call = new PendingCall(_time.GetTimestamp() + (long)(timeLeft.TotalSeconds * _time.TimestampFrequency));
        if (!_calls.TryAdd(id, call))
        {
            throw new ArgumentException($"A call with the id {id} already waits for its answer.", nameof(id));
        }

        if (Volatile.Read(ref _lost) is { } cause)
        {
            End(id, new CallOutcome<TReply>.WorkerLost(cause));
        }
        else
        {
            ScheduleSweep();
        }

        return call.Task;
    }

    /// <summary>Ends a call with its answer.</summary>
    /// <returns>False when no such call waits (any more): a late answer is to be ignored.</returns>
    public bool Complete(ulong id, TReply reply) => End(id, new CallOutcome<TReply>.Replied(reply));

    /// <summary>Ends a call that the caller no longer wants, or could not send.</summary>
    /// <returns>False when no such call waits (any more).</returns>
    public bool Abandon(ulong id) => End(id, new CallOutcome<TReply>.Abandoned());

    /// <summary>Ends all calls, and all that are registered later, with <see cref="CallOutcome{TReply}.WorkerLost"/>.</summary>
    public void FailAll(Disconnect cause)
    {
        Interlocked.CompareExchange(ref _lost, cause, null);
        foreach (var (id, _) in _calls)
        {
            End(id, new CallOutcome<TReply>.WorkerLost(_lost));
        }
    }

    /// <summary>Ends what still waits, as lost.</summary>
    public void Dispose()
    {
        FailAll(new Disconnect(DisconnectReason.Stopped, "The calls were disposed."));
        _sweep.Dispose();
    }

    private bool End(ulong id, CallOutcome<TReply> outcome) =>
        _calls.TryRemove(id, out var call) && call.TrySetResult(outcome);

    // One timer for all calls, running only while there are any: a timer per call costs more than the rest of the call.
    private void ScheduleSweep()
    {
        if (Interlocked.Exchange(ref _sweepScheduled, 1) == 0)
        {
            _sweep.Change(Granularity, Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        // Before looking: a call that is registered from here on schedules the next sweep itself.
        Interlocked.Exchange(ref _sweepScheduled, 0);
        var now = _time.GetTimestamp();
        var waiting = false;
        foreach (var (id, call) in _calls)
        {
            if (call.Deadline <= now)
            {
                End(id, new CallOutcome<TReply>.DeadlineExceeded());
            }
            else
            {
                waiting = true;
            }
        }

        if (waiting)
        {
            ScheduleSweep();
        }
    }

    private sealed class PendingCall(long deadline)
        : TaskCompletionSource<CallOutcome<TReply>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Deadline { get; } = deadline;
    }
}
