namespace TemplateWorker.Supervision.Links;

/// <summary>What a worker has said of its lanes, and what it has yet to say. Thread-safe.</summary>
internal sealed class LaneProgress(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ulong _asked;
    private ulong _answered;
    private long _askedAt;
    private long _bound;

    /// <summary>Every delivery of its slots with an id up to here is known to it, or gone; 0 before it said so.</summary>
    public long Bound => Interlocked.Read(ref _bound);

    /// <summary>Since when the worker owes the word that it is done with slots that were taken from it; zero when it owes none.</summary>
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

    /// <summary>A list is about to be sent.</summary>
    public void NoteAssigned(SlotOrder order)
    {
        lock (_gate)
        {
            // Time runs from the oldest list that is not answered.
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
