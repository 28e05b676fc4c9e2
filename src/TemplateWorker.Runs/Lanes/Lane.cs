using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// One lane as its worker knows it: a window of its next deliveries, in order, and whether there are more in the
/// database. One delivery at a time has the turn, or a few in a row whose runs are committed together. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>Every delivery of the lane up to <see cref="After"/> is in the window, has the turn, or is behind us; those beyond
/// are in the database (<see cref="HasMore"/>) or not there yet. A lane that waits or is held keeps nothing in
/// memory and reads again when it may go on, so what stands still costs no memory and is never out of date.</para>
/// <para>A delivery whose transaction committed late may have an id below <see cref="After"/>: it comes first.</para>
/// </remarks>
internal sealed class Lane(LaneName name, LaneMemory memory)
{
    /// <summary>The most deliveries of one lane that are kept, and that are read at once.</summary>
    public const int Window = 64;

    /// <summary>Bytes for which a lane is read at once, so that what is large is not read long before its turn.</summary>
    private const int ReadBytes = 1 << 20;

    private readonly List<Delivery> _queue = [];
    private readonly List<Delivery> _running = [];
    private long? _dueAt;
    private bool _isHeld;
    private bool _isReading;
    private bool _missed;
    private long _lastWeight = 1;

    public LaneName Name => name;

    /// <summary>Whether the database has deliveries beyond <see cref="After"/>.</summary>
    public bool HasMore { get; private set; }

    public long After { get; private set; }

    /// <summary>When the first delivery may run, in the clock's timestamps; null when it need not wait.</summary>
    public long? DueAt => _dueAt;

    /// <summary>The last <see cref="DueAt"/> that somebody has promised to come back for.</summary>
    public long? NotedDue { get; set; }

    /// <summary>Whether nothing is known of it that would be lost with it.</summary>
    public bool IsIdle => _running.Count == 0 && _queue.Count == 0 && !HasMore && _dueAt is null && !_isHeld && !_isReading;

    private bool TakesMore => !HasMore && !_isHeld && _dueAt is null;

    /// <summary>Whether its window should be filled from the database.</summary>
    public bool WantsReading => HasMore && !_isReading && !_isHeld && _dueAt is null && _queue.Count <= (memory.HasRoom ? Window / 4 : 0);

    /// <summary>A delivery was found or handed over.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="now">In the clock's timestamps.</param>
    /// <param name="ticksPerSecond">Of the clock.</param>
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

    /// <summary>Its window is about to be filled; <see cref="Read"/> or <see cref="ReadingFailed"/> follows.</summary>
    /// <returns>The id behind which to read, and how many deliveries.</returns>
    public (long After, int Most) BeginReading()
    {
        _isReading = true;
        _missed = false;
        return (After, memory.HasRoom ? (int)Math.Clamp(ReadBytes / _lastWeight, 1, Window) : 1);
    }

    /// <summary>What was found.</summary>
    /// <param name="after">Behind which was read.</param>
    /// <param name="found">By id.</param>
    /// <param name="isAll">Whether there was nothing more.</param>
    /// <param name="now">In the clock's timestamps.</param>
    /// <param name="ticksPerSecond">Of the clock.</param>
    public void Read(long after, IEnumerable<Delivery> found, bool isAll, long now, long ticksPerSecond)
    {
        _isReading = false;
        if (After < after)
        {
            // It was taken back meanwhile, so something in between may be missing here.
            return;
        }

        HasMore = !isAll || _missed;
        foreach (var delivery in found)
        {
            if (delivery.Id <= After)
            {
                continue;
            }

            // The first one is always taken, so that a lane goes on however short memory is.
            if (_isHeld || _dueAt is not null || (!memory.HasRoom && _queue.Count > 0) || !TryAppend(delivery, now, ticksPerSecond))
            {
                HasMore = true;
                return;
            }
        }
    }

    /// <summary>It could not be read; it wants to be again.</summary>
    public void ReadingFailed() => _isReading = false;

    /// <summary>Gives the first delivery the turn, if it may have it.</summary>
    public Delivery? TakeTurn() => _running.Count == 0 ? TakeNext() : null;

    /// <summary>Gives the next delivery a part in the turn of the one before it, if it may have it.</summary>
    public Delivery? TakeNext()
    {
        if (_isHeld || _dueAt is not null || _queue.Count == 0)
        {
            return null;
        }

        var next = _queue[0];
        _queue.RemoveAt(0);
        _running.Add(next);
        return next;
    }

    /// <summary>Takes those back that have a part in the turn of the first one.</summary>
    public void PutBack()
    {
        var others = _running[1..];
        _running.RemoveRange(1, others.Count);
        if (_isHeld || _dueAt is not null)
        {
            Forget(others);
            Rewind(_running[0].Id);
            return;
        }

        _queue.InsertRange(0, others);
        _queue.Sort((left, right) => left.Id.CompareTo(right.Id));
    }

    /// <summary>The turn is over.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="id">For which delivery of the turn; those before it are done.</param>
    /// <param name="now">In the clock's timestamps.</param>
    /// <param name="ticksPerSecond">Of the clock.</param>
    public void EndTurn(LaneEnd end, long id, long now, long ticksPerSecond)
    {
        Forget(_running);
        _running.Clear();
        switch (end)
        {
            case LaneEnd.Retry(var delay):
                Rewind(id - 1);
                _dueAt = Due(delay, now, ticksPerSecond);
                break;
            case LaneEnd.Parked or LaneEnd.Banned:
                Rewind(id - 1);
                _isHeld = true;
                break;
            case LaneEnd.Gone:
                Rewind(0);
                break;
        }
    }

    /// <summary>Stops it after what has the turn.</summary>
    public void Hold()
    {
        if (!_isHeld)
        {
            _isHeld = true;
            Rewind(_queue.Count == 0 ? After : _queue[0].Id - 1);
        }
    }

    /// <summary>Lets it go on.</summary>
    public void Release()
    {
        if (_isHeld)
        {
            // Whoever ended the hold may have changed what comes first, and when.
            _isHeld = false;
            _dueAt = null;
            Rewind(_running.Count == 0 ? 0 : _running[^1].Id);
        }
    }

    /// <summary>Ends the wait for its first delivery's time, if that has come.</summary>
    /// <param name="now">In the clock's timestamps.</param>
    /// <param name="noted">For which noted time somebody came back.</param>
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

    // Others run only when what comes first need not wait: otherwise they stay in the database until it has run.
    private bool TryAppend(Delivery delivery, long now, long ticksPerSecond)
    {
        if (delivery.Wait > TimeSpan.Zero)
        {
            if (_queue.Count == 0)
            {
                _dueAt = Due(delivery.Wait, now, ticksPerSecond);
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
