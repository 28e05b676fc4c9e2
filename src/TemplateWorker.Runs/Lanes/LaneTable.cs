using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// All lanes of a worker's slots, and the rule that advances them: a lane that may run gets its turn, a lane that lacks deliveries is
/// scheduled for reading, a waiting lane is noted with its due time. Members are used between <see cref="Enter"/> and the end of its scope.
/// </summary>
/// <param name="grant">Called after the scope for each delivery that gets its lane's turn.</param>
/// <param name="wanted">Called after the scope when <see cref="LaneFeeder"/> has something to do.</param>
/// <param name="maxBytes">Deliveries beyond this stay in the database.</param>
/// <param name="time">The clock of waiting lanes.</param>
internal sealed class LaneTable(Action<LaneGrant> grant, Action wanted, long maxBytes, TimeProvider time)
{
    /// <summary>The deliveries of one slot may take one part in this many of the memory, so that one tenant's large events leave room for others.</summary>
    private const int SlotShare = 16;

    /// <summary>Looks in a row, a second apart, after which a lane without a turn stands still.</summary>
    private const int LooksUntilStalled = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, SlotLanes> _slots = [];
    private readonly List<SlotLanes> _leaving = [];
    private readonly HashSet<(SlotLanes Slot, Lane Lane)> _wanting = [];
    private readonly PriorityQueue<(SlotLanes Slot, Lane Lane), long> _waiting = new();
    private readonly List<LaneGrant> _granted = [];
    private readonly LaneMemory _memory = new(maxBytes);
    private bool _isWanted;
    private bool _wasFull;
    private volatile bool _stopped;

    /// <summary>Whether no more turns are given. Any thread may read it, inside a scope or not.</summary>
    public bool IsStopped => _stopped;

    /// <summary>The slots of this worker.</summary>
    public IReadOnlyCollection<SlotLanes> Slots => _slots.Values;

    /// <summary>Whether a delivery still runs in a slot that this worker has lost.</summary>
    public bool IsLeaving => _leaving.Count > 0;

    /// <summary>Whether there is memory for more deliveries.</summary>
    public bool HasRoom => _memory.HasRoom;

    /// <summary>When the first waiting lane is due, as a timestamp of the clock; null when none waits.</summary>
    public long? NextDue => _waiting.TryPeek(out _, out var due) ? due : null;

    /// <summary>The losses of the database before what is in memory was read; see <see cref="Storage.Connecting.Database.Losses"/>.</summary>
    public long Losses { get; private set; }

    /// <summary>Holds the lock until the scope is disposed; then, outside the lock, turns are granted and the feeder is notified.</summary>
    public Scope Enter()
    {
        _gate.Enter();
        return new Scope(this);
    }

    /// <summary>The slot with this number, or null when this worker does not own it.</summary>
    public SlotLanes? SlotOf(int number) => _slots.GetValueOrDefault(number);

    /// <summary>Notifies the feeder after the scope.</summary>
    public void Want() => _isWanted = true;

    /// <summary>Gives no more turns. Turns under way may end.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Sets the slots of this worker.</summary>
    public void Assign(IReadOnlyList<SlotFence> fences)
    {
        var assigned = fences.ToDictionary(fence => fence.Slot);
        foreach (var (number, slot) in _slots)
        {
            if (!assigned.TryGetValue(number, out var fence) || fence != slot.Fence)
            {
                Lose(slot);
            }
        }

        foreach (var fence in fences)
        {
            _slots.TryAdd(fence.Slot, new SlotLanes(fence, new LaneMemory(maxBytes / SlotShare, _memory)));
        }
    }

    /// <summary>Removes a slot that has another owner. Turns under way may end.</summary>
    public void Lose(SlotLanes slot)
    {
        slot.Lose();
        _slots.Remove(slot.Fence.Slot);
        if (slot.Running > 0)
        {
            _leaving.Add(slot);
        }
    }

    /// <summary>Notes that a turn in a lost slot has ended.</summary>
    public void Leave(SlotLanes slot)
    {
        if (slot.Running == 0 && _leaving.Remove(slot))
        {
            Want();
        }
    }

    /// <summary>Adds a delivery that was read or passed on.</summary>
    public void Arrive(SlotLanes slot, Delivery delivery)
    {
        var lane = slot.LaneOf(new LaneName(delivery.Tenant, delivery.Template));
        lane.Arrive(delivery, time.GetTimestamp(), time.TimestampFrequency);
        Advance(slot, lane);
    }

    /// <summary>Grants the lane's turn, schedules it for reading, or notes when it is due.</summary>
    public void Advance(SlotLanes slot, Lane lane)
    {
        if (!_stopped && lane.TakeTurn() is { } next)
        {
            slot.Running++;
            _granted.Add(new LaneGrant(slot, lane, next, Losses));
        }

        if (lane.WantsReading)
        {
            WantReading(slot, lane);
        }
        else if (lane.DueAt is { } due && lane.NotedDue != due)
        {
            lane.NotedDue = due;
            _waiting.Enqueue((slot, lane), due);
            Want();
        }

        slot.Tidy(lane);
    }

    /// <summary>Advances all lanes of a slot.</summary>
    public void AdvanceAll(SlotLanes slot)
    {
        foreach (var lane in slot.Lanes.ToArray())
        {
            Advance(slot, lane);
        }
    }

    /// <summary>Forgets what was read, and reads all slots from the start.</summary>
    public void ReadAnew(long losses)
    {
        Losses = losses;
        foreach (var slot in _slots.Values)
        {
            slot.ReadAnew();
            AdvanceAll(slot);
        }

        Want();
    }

    /// <summary>
    /// Finds lanes with work that may run, and that neither run nor are about to be read, and reads them again. Called once a second, after
    /// what was to be read.
    /// </summary>
    public IReadOnlyList<LaneName> ResumeStalled()
    {
        List<LaneName> stalled = [];
        var now = time.GetTimestamp();
        foreach (var slot in _slots.Values)
        {
            foreach (var lane in slot.Lanes.Where(lane => !_wanting.Contains((slot, lane)) && lane.CountStanding(now) >= LooksUntilStalled).ToArray())
            {
                stalled.Add(lane.Name);
                lane.ReadAnew();
                Advance(slot, lane);
            }
        }

        return stalled;
    }

    /// <summary>Reads the lanes of the slot again that wait until a delivery is due.</summary>
    public void RecheckWaits(SlotLanes slot)
    {
        foreach (var lane in slot.Lanes.Where(lane => lane.DueAt is not null).ToArray())
        {
            lane.RecheckWait();
            Advance(slot, lane);
        }
    }

    /// <summary>Resumes lanes that are due.</summary>
    public void ResumeDue()
    {
        var now = time.GetTimestamp();
        while (_waiting.TryPeek(out var place, out var due) && due <= now)
        {
            _waiting.Dequeue();
            place.Lane.Resume(now, due);
            if (!place.Slot.IsLost)
            {
                Advance(place.Slot, place.Lane);
            }
        }
    }

    /// <summary>Schedules the lane for reading.</summary>
    public void WantReading(SlotLanes slot, Lane lane)
    {
        if (_wanting.Add((slot, lane)))
        {
            Want();
        }
    }

    /// <summary>Removes lanes from those scheduled for reading.</summary>
    /// <param name="most">The most lanes.</param>
    public IReadOnlyList<(SlotLanes Slot, Lane Lane)> TakeWanting(int most)
    {
        var taken = _wanting.Take(most).ToArray();
        _wanting.ExceptWith(taken);
        return [.. taken.Where(place => !place.Slot.IsLost && place.Lane.WantsReading)];
    }

    private void Exit()
    {
        // Slots that were not read for lack of memory can be read now.
        LaneGrant[] granted = [.. _granted];
        var isWanted = _isWanted || (_wasFull && HasRoom);
        _granted.Clear();
        _isWanted = false;
        _wasFull = !HasRoom;
        _gate.Exit();
        foreach (var given in granted)
        {
            grant(given);
        }

        if (isWanted)
        {
            wanted();
        }
    }

    /// <summary>Holds the table's lock.</summary>
    public readonly ref struct Scope(LaneTable lanes)
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => lanes.Exit();
    }
}
