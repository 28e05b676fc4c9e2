using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// A lane in memory: a window of its next deliveries, in order, and whether there are more in the
/// database. One delivery holds the turn, or a few in a row that are committed together. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>Every delivery of the lane up to <see cref="After"/> is in the window, holds the turn, or is done; later ones
/// are in the database (<see cref="HasMore"/>) or do not exist yet. A lane that waits or is held keeps nothing in
/// memory and reads again when it resumes, so a stopped lane costs no memory and is never out of date.</para>
/// <para>A delivery whose transaction committed late may have an id below <see cref="After"/>: it runs first.</para>
/// </remarks>
internal sealed class Lane(LaneName name, LaneMemory memory)
{
    /// <summary>The most deliveries of one lane in memory, and in one read.</summary>
    public const int Window = 64;

    /// <summary>Bytes of a lane in one read, so that large deliveries are not read long before their turn.</summary>
    private const int ReadBytes = 1 << 20;

    private readonly List<Delivery> _queue = [];
    private readonly List<Delivery> _running = [];
    private long? _dueAt;
    private bool _isHeld;
    private bool _isReading;
    private bool _missed;
    private bool _isOutdated;
    private bool _isWaitStored;
    private int _standing;
    private long _lastWeight = 1;

    public LaneName Name => name;

    /// <summary>Whether the database has deliveries beyond <see cref="After"/>.</summary>
    public bool HasMore { get; private set; }

    public long After { get; private set; }

    /// <summary>When the first delivery is due, as a timestamp of the clock; null when it need not wait.</summary>
    public long? DueAt => _dueAt;

    /// <summary>The last <see cref="DueAt"/> for which a resumption is queued.</summary>
    public long? NotedDue { get; set; }

    /// <summary>Whether the lane waits until an operator resumes it or its tenant's ban ends.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Whether the lane can be dropped without losing state.</summary>
    public bool IsIdle => _running.Count == 0 && _queue.Count == 0 && !HasMore && _dueAt is null && !_isHeld && !_isReading;

    private bool TakesMore => !HasMore && !_isHeld && _dueAt is null;

    /// <summary>Whether its window should be refilled from the database.</summary>
    public bool WantsReading => HasMore && !_isReading && !_isHeld && !_isOutdated && _dueAt is null && _queue.Count <= (memory.HasRoom ? Window / 4 : 0);

    /// <summary>Adds a delivery that was read or passed on.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="now">As a timestamp of the clock.</param>
    /// <param name="ticksPerSecond">The clock's frequency.</param>
    public void Arrive(Delivery delivery, long now, long ticksPerSecond)
    {
        if (_running.Exists(running => running.Id == delivery.Id) || _queue.Exists(waiting => waiting.Id == delivery.Id))
        {
            return;
        }

        if (delivery.Id <= After)
        {
            ArriveLate(delivery);
        }
        else if (!TakesMore || !memory.HasRoom || _queue.Count >= Window || !TryAppend(delivery, now, ticksPerSecond))
        {
            HasMore = true;
            _missed = _isReading;
        }
    }

    /// <summary>Begins to refill the window; <see cref="Read"/> or <see cref="ReadingFailed"/> follows.</summary>
    /// <returns>The id after which to read, and the most deliveries.</returns>
    public (long After, int Most) BeginReading()
    {
        _isReading = true;
        _missed = false;
        return (After, memory.HasRoom ? (int)Math.Clamp(ReadBytes / _lastWeight, 1, Window) : 1);
    }

    /// <summary>Adds what was read.</summary>
    /// <param name="after">The id after which was read.</param>
    /// <param name="found">Ordered by id.</param>
    /// <param name="isAll">Whether these are all.</param>
    /// <param name="now">As a timestamp of the clock.</param>
    /// <param name="ticksPerSecond">The clock's frequency.</param>
    public void Read(long after, IEnumerable<Delivery> found, bool isAll, long now, long ticksPerSecond)
    {
        _isReading = false;
        if (After < after)
        {
            // The lane was rewound meanwhile, so deliveries in between may be missing here.
            return;
        }

        HasMore = !isAll || _missed;
        foreach (var delivery in found)
        {
            if (delivery.Id <= After)
            {
                continue;
            }

            // The first one is always accepted, so that a lane makes progress even without free memory.
            if (_isHeld || _dueAt is not null || (!memory.HasRoom && _queue.Count > 0) || !TryAppend(delivery, now, ticksPerSecond))
            {
                HasMore = true;
                return;
            }
        }
    }

    /// <summary>The read failed; the lane wants to be read again.</summary>
    public void ReadingFailed() => _isReading = false;

    /// <summary>Looks whether the lane has work that may run, and no turn.</summary>
    /// <param name="now">As a timestamp of the clock.</param>
    /// <returns>How often in a row that was so.</returns>
    public int CountStanding(long now)
    {
        var stands = _running.Count == 0 && !_isHeld && (_dueAt is null ? HasMore || _queue.Count > 0 : _dueAt <= now);
        return _standing = stands ? _standing + 1 : 0;
    }

    /// <summary>Forgets what is in memory, a wait included; the lane is read again from its first delivery.</summary>
    /// <remarks>What has the turn is of the time before, too; the lane is read when the turn has ended.</remarks>
    public void ReadAnew()
    {
        _isReading = false;
        _isOutdated = _running.Count > 0;
        _standing = 0;
        (_dueAt, NotedDue) = (null, null);
        Rewind(0);
    }

    /// <summary>Reads the first delivery again, if the lane waits for it and the database says until when: it may be gone, or due earlier.</summary>
    public void RecheckWait()
    {
        if (_dueAt is not null && _isWaitStored)
        {
            ReadAnew();
        }
    }

    /// <summary>Takes the first delivery for a new turn, if it may run.</summary>
    public Delivery? TakeTurn() => _running.Count == 0 ? TakeNext() : null;

    /// <summary>Takes the next delivery for the current turn, if it may run.</summary>
    public Delivery? TakeNext()
    {
        if (_isHeld || _dueAt is not null || _queue.Count == 0)
        {
            return null;
        }

        _standing = 0;
        var next = _queue[0];
        _queue.RemoveAt(0);
        _running.Add(next);
        return next;
    }

    /// <summary>Returns all deliveries of the turn but the first.</summary>
    public void PutBack()
    {
        var others = _running[1..];
        _running.RemoveRange(1, others.Count);
        if (_isHeld || _dueAt is not null || _isOutdated)
        {
            Forget(others);
            Rewind(_running[0].Id);
            return;
        }

        _queue.InsertRange(0, others);
        _queue.Sort((left, right) => left.Id.CompareTo(right.Id));
    }

    /// <summary>Ends the turn.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="id">The delivery it ended at; earlier ones of the turn are done.</param>
    /// <param name="now">As a timestamp of the clock.</param>
    /// <param name="ticksPerSecond">The clock's frequency.</param>
    public void EndTurn(LaneEnd end, long id, long now, long ticksPerSecond)
    {
        Forget(_running);
        _running.Clear();
        switch (end)
        {
            case LaneEnd.Retry retry:
                Rewind(id - 1);
                (_dueAt, _isWaitStored) = (Due(retry.Delay, now, ticksPerSecond), retry.IsStored);
                break;
            case LaneEnd.Parked or LaneEnd.Banned:
                Rewind(id - 1);
                _isHeld = true;
                break;
            case LaneEnd.Gone:
                Rewind(0);
                break;
        }

        if (_isOutdated)
        {
            ReadAnew();
        }
    }

    /// <summary>Holds the lane after the current turn.</summary>
    public void Hold()
    {
        if (!_isHeld)
        {
            _isHeld = true;
            Rewind(_queue.Count == 0 ? After : _queue[0].Id - 1);
        }
    }

    /// <summary>Ends the hold.</summary>
    public void Release()
    {
        if (_isHeld)
        {
            // The first delivery and its due time may have changed during the hold.
            _isHeld = false;
            _dueAt = null;
            Rewind(_running.Count == 0 ? 0 : _running[^1].Id);
        }
    }

    /// <summary>Ends the wait for the first delivery, if it is due.</summary>
    /// <param name="now">As a timestamp of the clock.</param>
    /// <param name="noted">The noted time for which this is called.</param>
    public void Resume(long now, long noted)
    {
        if (NotedDue == noted)
        {
            NotedDue = null;
        }

        if (_dueAt <= now)
        {
            _dueAt = null;
        }
    }

    private static long Weigh(Delivery delivery) => 256L + delivery.Event.Data.Length;

    private static long Due(TimeSpan delay, long now, long ticksPerSecond) => now + (long)(delay.TotalSeconds * ticksPerSecond);

    // Later deliveries are kept in memory only when the first one need not wait.
    private bool TryAppend(Delivery delivery, long now, long ticksPerSecond)
    {
        if (delivery.Wait > TimeSpan.Zero)
        {
            if (_queue.Count == 0)
            {
                (_dueAt, _isWaitStored) = (Due(delivery.Wait, now, ticksPerSecond), true);
            }

            return false;
        }

        _queue.Add(delivery);
        _lastWeight = Weigh(delivery);
        memory.Add(_lastWeight);
        After = delivery.Id;
        return true;
    }

    private void ArriveLate(Delivery delivery)
    {
        if (_isHeld || delivery.Wait > TimeSpan.Zero || !memory.HasRoom || _queue.Count >= Window)
        {
            Rewind(delivery.Id - 1);
            return;
        }

        var place = _queue.FindIndex(waiting => waiting.Id > delivery.Id);
        _queue.Insert(place < 0 ? _queue.Count : place, delivery);
        memory.Add(Weigh(delivery));
    }

    private void Forget(List<Delivery> deliveries) => memory.Add(-deliveries.Sum(Weigh));

    private void Rewind(long after)
    {
        Forget(_queue);
        _queue.Clear();
        After = Math.Min(after, After);
        HasMore = true;
        _missed = _isReading;
    }
}
