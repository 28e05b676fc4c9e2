using System.Threading.Tasks.Sources;

namespace TemplateWorker.Ipc.Framing;

/// <summary>The bounded queue between the threads that send and the one task that writes to the socket.</summary>
/// <remarks>
/// <para>
/// It is lock-free: a thread that is suspended while it adds a frame delays no other thread, so heartbeats leave on time
/// however busy the script threads are.
/// </para>
/// <para>
/// Senders push onto a stack by compare-and-swap. The writer takes the whole stack and reverses it. The head of the stack
/// is also the state:
/// </para>
/// <list type="bullet">
/// <item>null: empty, and the writer will read the head again;</item>
/// <item>the mark "parked": empty, and the writer waits; the sender that replaces the mark wakes it;</item>
/// <item>the mark "closed": no frame can be added; the last frames follow the mark.</item>
/// </list>
/// <para>
/// A frame counts against the bounds until the writer calls <see cref="ReleaseRoom"/> for it, so the bounds limit the memory
/// in use.
/// </para>
/// </remarks>
internal sealed class FrameQueue(int maxFrames, int maxBytes) : IValueTaskSource
{
    private readonly FrameBuffer _parked = FrameBuffer.CreateMarker();
    private readonly FrameBuffer _closed = FrameBuffer.CreateMarker();
    private FrameBuffer? _head;
    private int _frames;
    private long _bytes;
    private int _closing;
    private int _batches;

    // Not readonly, because the struct is mutable. Continuations are asynchronous, so that the writer never runs on a sender's thread.
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };

    /// <summary>Whether <see cref="Close"/> was called.</summary>
    public bool IsClosed => ReferenceEquals(Volatile.Read(ref _head), _closed);

    /// <summary>Whether another frame may fit. A sender that reads false need not encode its message.</summary>
    public bool HasRoom =>
        !IsClosed
        && Volatile.Read(ref _frames) < maxFrames
        && Volatile.Read(ref _bytes) < maxBytes;

    /// <summary>Frames that were added and are not written yet.</summary>
    public int Count => Volatile.Read(ref _frames);

    /// <summary>How often the writer has taken what was queued. It grows before the taken frames are written; it may overflow.</summary>
    public int Batches => Volatile.Read(ref _batches);

    /// <summary>Adds a frame. Thread-safe.</summary>
    /// <returns>False when the queue is full or closed; the caller still owns the frame then.</returns>
    public bool TryAdd(FrameBuffer frame)
    {
        var bytes = frame.Bytes.Length;
        var fits = Interlocked.Increment(ref _frames) <= maxFrames;
        fits &= Interlocked.Add(ref _bytes, bytes) <= maxBytes;
        if (fits && TryPush(frame))
        {
            return true;
        }

        ReleaseRoom(bytes);
        return false;
    }

    /// <summary>
    /// Takes all queued frames and waits for the first one. For the one writer, which calls <see cref="ReleaseRoom"/> for each.
    /// </summary>
    /// <returns>
    /// The oldest frame, linked to the others by <see cref="FrameBuffer.Next"/>; null when the queue is closed and empty.
    /// </returns>
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
                    Interlocked.Increment(ref _batches);
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

    /// <summary>Stops counting a frame of this size against the bounds.</summary>
    public void ReleaseRoom(int bytes)
    {
        Interlocked.Decrement(ref _frames);
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <summary>Refuses further frames. Queued ones can still be taken. Thread-safe, and harmless when repeated.</summary>
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
