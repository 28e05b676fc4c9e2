namespace TemplateWorker.Supervision.Links;

/// <summary>What a worker has reported about its lanes, and which reports are outstanding. Thread-safe.</summary>
internal sealed class LaneProgress(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ulong _asked;
    private ulong _answered;
    private long _askedAt;
    private long _bound;

    /// <summary>The worker knows every stored delivery of its slots with an id up to this one; 0 before its first report.</summary>
    public long Bound => Interlocked.Read(ref _bound);

    /// <summary>Age of the oldest unanswered slot revocation; zero if none.</summary>
    public TimeSpan Unreleased
    {
        get
        {
            lock (_gate)
            {
                return _answered >= _asked ? TimeSpan.Zero : time.GetElapsedTime(_askedAt);
            }
        }
    }

    /// <summary>Call before a list is sent.</summary>
    public void NoteAssigned(SlotOrder order)
    {
        lock (_gate)
        {
            // The age is that of the oldest unanswered list.
            if (_answered >= _asked)
            {
                _askedAt = time.GetTimestamp();
            }

            _asked = order.Slots.Epoch;
        }

        if (order.HasNew)
        {
            NoteRead(0);
        }
    }

    public void NoteReleased(ulong epoch)
    {
        lock (_gate)
        {
            if (epoch > _answered)
            {
                _answered = epoch;
                _askedAt = time.GetTimestamp();
            }
        }
    }

    public void NoteRead(long bound) => Interlocked.Exchange(ref _bound, bound);
}
