using System.Collections.Concurrent;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The calls of one connection that wait for their answers.</summary>
/// <remarks>
/// <para>
/// Each call ends exactly once: with its answer, at its deadline, with the connection, or when the caller abandons it. After
/// <see cref="FailAll"/>, every new call ends at once.
/// </para>
/// <para>Thread-safe. Continuations of a call do not run on the thread that ends the call.</para>
/// </remarks>
/// <typeparam name="TReply">The message that answers a call.</typeparam>
public sealed class PendingCalls<TReply> : IDisposable
    where TReply : class
{
    /// <summary>The longest time between the deadline of a call and the moment when this type notices it.</summary>
    public static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ulong, PendingCall> _calls = new();
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private int _sweepScheduled;
    private Disconnect? _lost;

    /// <summary>Creates an empty set of calls.</summary>
    /// <param name="time">The clock of the deadlines.</param>
    public PendingCalls(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(
            static calls => ((PendingCalls<TReply>)calls!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of calls that wait.</summary>
    public int Count => _calls.Count;

    /// <summary>Starts to wait for an answer. Call this before sending, because the answer may come at once.</summary>
    /// <param name="id">An id that no other waiting call has.</param>
    /// <param name="timeLeft">The time until the deadline. Zero and less end the call within <see cref="Granularity"/>.</param>
    /// <returns>A task that never faults and is never cancelled.</returns>
    /// <exception cref="ArgumentException">Another waiting call has this id.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeLeft"/> exceeds <see cref="FieldLimits.Duration"/>.</exception>
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
    /// <returns>False when no call with this id waits: the answer is late and must be ignored.</returns>
    public bool Complete(ulong id, TReply reply) => End(id, new CallOutcome<TReply>.Replied(reply));

    /// <summary>Ends a call that the caller no longer wants or could not send.</summary>
    /// <returns>False when no call with this id waits.</returns>
    public bool Abandon(ulong id) => End(id, new CallOutcome<TReply>.Abandoned());

    /// <summary>Ends all present and future calls with <see cref="CallOutcome{TReply}.WorkerLost"/>.</summary>
    /// <param name="cause">How the connection ended. Only that of the first call of this method counts.</param>
    public void FailAll(Disconnect cause)
    {
        Interlocked.CompareExchange(ref _lost, cause, null);
        foreach (var (id, _) in _calls)
        {
            End(id, new CallOutcome<TReply>.WorkerLost(_lost));
        }
    }

    /// <summary>Ends all calls with <see cref="CallOutcome{TReply}.WorkerLost"/>.</summary>
    public void Dispose()
    {
        FailAll(new Disconnect(DisconnectReason.Stopped, "The calls were disposed."));
        _sweep.Dispose();
    }

    private bool End(ulong id, CallOutcome<TReply> outcome) =>
        _calls.TryRemove(id, out var call) && call.TrySetResult(outcome);

    // One timer serves all calls and runs only while calls wait, because a timer for each call would cost more than the rest of the call.
    private void ScheduleSweep()
    {
        if (Interlocked.Exchange(ref _sweepScheduled, 1) == 0)
        {
            _sweep.Change(Granularity, Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        // Reset before the loop, so that a call that is registered during the loop schedules the next sweep.
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
