using System.Threading.Tasks.Sources;

namespace TemplateWorker.Ipc.Framing;

/// <summary>
/// The bounded queue between the many that send and the one that writes. Neither side ever waits for a lock: a thread that
/// is stopped in the middle of adding a frame holds up nobody, so a heartbeat leaves however busy the script threads are.
/// </summary>
/// <remarks>
/// <para>A stack that senders push to by compare-and-swap, and that the writer takes whole and turns around. Its head says more:</para>
/// <list type="bullet">
/// <item>null: empty, and the writer will look again;</item>
/// <item>the mark "parked": empty, and the writer waits; who replaces it wakes the writer;</item>
/// <item>the mark "closed": nothing can be added any more; behind it are the last frames.</item>
/// </list>
/// <para>A frame counts against the bounds until the writer reports it as written, so the bounds are those of the memory.</para>
/// </remarks>
internal sealed class FrameQueue(int maxFrames, int maxBytes) : IValueTaskSource
{
    private readonly FrameBuffer _parked = FrameBuffer.CreateMarker();
    private readonly FrameBuffer _closed = FrameBuffer.CreateMarker();
    private FrameBuffer? _head;
    private int _frames;
    private long _bytes;
    private int _closing;

    // Not readonly: a mutable struct. The continuation must not run on the sender's thread.
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };

    /// <summary>Whether nothing can be added any more.</summary>
    public bool IsClosed => ReferenceEquals(Volatile.Read(ref _head), _closed);

    /// <summary>Whether another frame may fit; spares a sender the encoding when it cannot.</summary>
    public bool MayAccept =>
        !IsClosed
        && Volatile.Read(ref _frames) < maxFrames
        && Volatile.Read(ref _bytes) < maxBytes;

    /// <summary>Adds a frame, from any thread. When it returns false, the frame is still the caller's.</summary>
    public bool TryAdd(FrameBuffer frame)
    {
        var bytes = frame.Bytes.Length;
        var fits = Interlocked.Increment(ref _frames) <= maxFrames;
        fits &= Interlocked.Add(ref _bytes, bytes) <= maxBytes;
        if (fits && TryPush(frame))
        {
            return true;
        }

        Forget(bytes);
        return false;
    }

    /// <summary>Takes all that is queued. For one reader, which afterwards reports each frame to <see cref="Forget"/>.</summary>
    /// <returns>The oldest frame, leading to the others by <see cref="FrameBuffer.Next"/>; null when closed and empty.</returns>
    public async ValueTask<FrameBuffer?> TakeAllAsync()
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            if (ReferenceEquals(head, _closed))
            {
                var last = _closed.Next;
                _closed.Next = null;
                return Reverse(last);
            }

            if (head is not null)
            {
                if (ReferenceEquals(Interlocked.CompareExchange(ref _head, null, head), head))
                {
                    return Reverse(head);
                }

                continue;
            }

            _wake.Reset();
            if (Interlocked.CompareExchange(ref _head, _parked, null) is null)
            {
                await new ValueTask(this, _wake.Version);
            }
        }
    }

    /// <summary>Makes room for as much as a frame of this size took.</summary>
    public void Forget(int bytes)
    {
        Interlocked.Decrement(ref _frames);
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <summary>Lets nothing more in; what is queued can still be taken. Harmless when repeated.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
        {
            TryPush(_closed);
        }
    }

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private bool TryPush(FrameBuffer frame)
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            if (ReferenceEquals(head, _closed))
            {
                return false;
            }

            var wakes = ReferenceEquals(head, _parked);
            frame.Next = wakes ? null : head;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _head, frame, head), head))
            {
                if (wakes)
                {
                    _wake.SetResult(true);
                }

                return true;
            }
        }
    }

    private static FrameBuffer? Reverse(FrameBuffer? newest)
    {
        FrameBuffer? oldest = null;
        while (newest is not null)
        {
            (newest.Next, oldest, newest) = (oldest, newest, newest.Next);
        }

        return oldest;
    }
}
