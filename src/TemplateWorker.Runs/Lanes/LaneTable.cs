using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// All lanes of a worker's slots, and one rule for them: whoever may run gets its turn, whoever lacks deliveries is put down to be
/// read, whoever waits is noted with its time. Everything is used between <see cref="Enter"/> and the end of its scope.
/// </summary>
/// <param name="grant">Called for each delivery that gets its lane's turn, after the scope.</param>
/// <param name="wanted">Called when there is something for <see cref="LaneFeeder"/> to do, after the scope.</param>
/// <param name="maxBytes">Deliveries beyond this stay in the database.</param>
/// <param name="time">The clock of waiting lanes.</param>
internal sealed class LaneTable(Action<SlotLanes, Lane, Delivery> grant, Action wanted, long maxBytes, TimeProvider time)
{
    /// <summary>The part of all memory that the deliveries of one slot may take: a tenant's large events leave room for others.</summary>
    private const int SlotShare = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, SlotLanes> _slots = [];
    private readonly List<SlotLanes> _leaving = [];
    private readonly HashSet<(SlotLanes Slot, Lane Lane)> _wanting = [];
    private readonly PriorityQueue<(SlotLanes Slot, Lane Lane), long> _waiting = new();
    private readonly List<(SlotLanes Slot, Lane Lane, Delivery Delivery)> _granted = [];
    private readonly LaneMemory _memory = new(maxBytes);
    private bool _isWanted;
    private bool _wasFull;
    private volatile bool _stopped;

    /// <summary>Whether no more turns are given. From any thread, in a scope or not.</summary>
    public bool IsStopped => _stopped;

    /// <summary>The slots that are this worker's.</summary>
    public IReadOnlyCollection<SlotLanes> Slots => _slots.Values;

    /// <summary>Whether something still runs in a slot that is not this worker's any more.</summary>
    public bool IsLeaving => _leaving.Count > 0;

    /// <summary>Whether there is memory for more deliveries.</summary>
    public bool HasRoom => _memory.HasRoom;

    /// <summary>When the first waiting lane may go on, in the clock's timestamps; null when none waits.</summary>
    public long? NextDue => _waiting.TryPeek(out _, out var due) ? due : null;

    /// <summary>Keeps others out until the scope is disposed of. Then, outside, turns are given and the feeder is told.</summary>
    public Scope Enter()
    {
        _gate.Enter();
        return new Scope(this);
    }

    /// <summary>The slot with this number, or null when it is not this worker's.</summary>
    public SlotLanes? SlotOf(int number) => _slots.GetValueOrDefault(number);

    /// <summary>Has the feeder told.</summary>
    public void Want() => _isWanted = true;

    /// <summary>Gives no more turns; what has one may end.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Takes over which slots are this worker's.</summary>
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

    /// <summary>The slot is somebody else's; what has a turn may end.</summary>
    public void Lose(SlotLanes slot)
    {
        slot.Lose();
        _slots.Remove(slot.Fence.Slot);
        if (slot.Running > 0)
        {
            _leaving.Add(slot);
        }
    }

    /// <summary>The last turn in a slot that was lost is over.</summary>
    public void Leave(SlotLanes slot)
    {
        if (slot.Running == 0 && _leaving.Remove(slot))
        {
            Want();
        }
    }

    /// <summary>A delivery was found or handed over.</summary>
    public void Arrive(SlotLanes slot, Delivery delivery)
    {
        var lane = slot.LaneOf(new LaneName(delivery.Tenant, delivery.Template));
        lane.Arrive(delivery, time.GetTimestamp(), time.TimestampFrequency);
        Advance(slot, lane);
    }

    /// <summary>Gives the lane its turn, puts it down to be read, or notes when it may go on.</summary>
    public void Advance(SlotLanes slot, Lane lane)
    {
        if (!_stopped && lane.TakeTurn() is { } next)
        {
            slot.Running++;
            _granted.Add((slot, lane, next));
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

    /// <summary>The same for all lanes of a slot.</summary>
    public void AdvanceAll(SlotLanes slot)
    {
        foreach (var lane in slot.Lanes.ToArray())
        {
            Advance(slot, lane);
        }
    }

    /// <summary>Lets lanes go on whose time has come.</summary>
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

    /// <summary>Puts the lane down to be read.</summary>
    public void WantReading(SlotLanes slot, Lane lane)
    {
        if (_wanting.Add((slot, lane)))
        {
            Want();
        }
    }

    /// <summary>Takes lanes from those to be read.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(SlotLanes Slot, Lane Lane)> TakeWanting(int most)
    {
        var taken = _wanting.Take(most).ToArray();
        _wanting.ExceptWith(taken);
        return [.. taken.Where(place => !place.Slot.IsLost && place.Lane.WantsReading)];
    }

    private void Exit()
    {
        // Slots that were not read for want of room can be, once there is some.
        (SlotLanes Slot, Lane Lane, Delivery Delivery)[] granted = [.. _granted];
        var isWanted = _isWanted || (_wasFull && HasRoom);
        _granted.Clear();
        _isWanted = false;
        _wasFull = !HasRoom;
        _gate.Exit();
        foreach (var (slot, lane, delivery) in granted)
        {
            grant(slot, lane, delivery);
        }

        if (isWanted)
        {
            wanted();
        }
    }

    /// <summary>The time in which the lanes are somebody's alone.</summary>
    public readonly ref struct Scope(LaneTable lanes)
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => lanes.Exit();
    }
}
