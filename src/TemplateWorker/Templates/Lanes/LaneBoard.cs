using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Lanes.Feed;

namespace TemplateWorker.Templates.Lanes;

/// <summary>
/// All lanes of a worker's slots: what is known of them, whose turn it is, and what must be read next. It decides and
/// waits for nothing; <see cref="LaneFeeder"/> does the reading. Thread-safe.
/// </summary>
/// <remarks>
/// A slot that is taken away stops at once but for what has a turn; only when that has ended is the release reported, so
/// that the next owner starts where this one ended. Whoever believes to have a slot that it has lost changes nothing: its
/// commits name the fence and the attempt.
/// </remarks>
internal sealed class LaneBoard(Action<LaneTurn> start, Action wanted, long maxBytes, TimeProvider time)
{
    /// <summary>Slots that are read in one statement.</summary>
    private const int SlotsAtOnce = 256;

    /// <summary>Lanes that are read in one statement.</summary>
    private const int LanesAtOnce = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, SlotLanes> _slots = [];
    private readonly List<SlotLanes> _leaving = [];
    private readonly HashSet<(SlotLanes Slot, Lane Lane)> _wanting = [];
    private readonly PriorityQueue<(SlotLanes Slot, Lane Lane), long> _waiting = new();
    private readonly List<(SlotLanes Slot, DeliveryPlace Place)> _missed = [];
    private (long LastId, long Transaction)? _candidate;
    private long _settled;
    private ulong _epoch;
    private long _bytes;
    private volatile bool _stopped;

    /// <summary>How many slots it has.</summary>
    public int SlotCount
    {
        get
        {
            lock (_gate)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>Every delivery of its slots with an id up to here is known, or gone.</summary>
    public long Bound
    {
        get
        {
            lock (_gate)
            {
                return _slots.Count == 0 ? _settled : _slots.Values.Min(slot => slot.Low);
            }
        }
    }

    /// <summary>The epoch of the last list of slots, once nothing runs outside it; null before.</summary>
    public ulong? ReleasedEpoch
    {
        get
        {
            lock (_gate)
            {
                return _leaving.Count == 0 ? _epoch : null;
            }
        }
    }

    /// <summary>When the first waiting lane may go on, in the clock's timestamps; null when none waits.</summary>
    public long? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _waiting.TryPeek(out _, out var due) ? due : null;
            }
        }
    }

    /// <summary>Whether no more turns are given. From any thread.</summary>
    public bool IsStopped => _stopped;

    private bool HasRoom => _bytes < maxBytes;

    /// <summary>Takes over the complete list of slots that this worker has from now on.</summary>
    /// <param name="epoch">Its number, for <see cref="ReleasedEpoch"/>.</param>
    /// <param name="fences">Each slot once.</param>
    public void Assign(ulong epoch, IReadOnlyList<SlotFence> fences)
    {
        lock (_gate)
        {
            _epoch = epoch;
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
                _slots.TryAdd(fence.Slot, new SlotLanes(fence));
            }
        }

        wanted();
    }

    /// <summary>Something may be new in these slots; in all when none is named.</summary>
    public void Wake(IReadOnlyCollection<int> slots)
    {
        lock (_gate)
        {
            foreach (var slot in slots.Count == 0 ? _slots.Values : slots.Select(_slots.GetValueOrDefault).OfType<SlotLanes>())
            {
                slot.WantsTail = true;
                slot.WantsHolds = true;
            }
        }

        wanted();
    }

    /// <summary>Takes deliveries that were just stored, where nothing before them can have been missed.</summary>
    public void Hand(IReadOnlyList<HandedDelivery> handed)
    {
        List<LaneTurn> turns = [];
        var isWanted = false;
        lock (_gate)
        {
            foreach (var (delivery, priors) in handed)
            {
                if (!_slots.TryGetValue(delivery.Tenant.Slot, out var slot))
                {
                    continue;
                }

                if (!slot.IsCaughtUp || !priors.All(slot.Knows))
                {
                    slot.WantsTail = true;
                    isWanted = true;
                }
                else if (slot.See(delivery.Id))
                {
                    Arrive(slot, delivery, turns);
                }
            }

            isWanted |= _wanting.Count > 0;
        }

        Start(turns);
        if (isWanted)
        {
            wanted();
        }
    }

    /// <summary>The tenant's ban may be over.</summary>
    public void NoteChanged(TenantId tenant)
    {
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            if (!_slots.TryGetValue(tenant.Slot, out var slot) || !slot.Unban(tenant))
            {
                return;
            }

            AdvanceAll(slot, turns);
        }

        Start(turns);
        wanted();
    }

    /// <summary>All bans may be over.</summary>
    public void NoteAllChanged()
    {
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            foreach (var slot in _slots.Values)
            {
                if (slot.UnbanAll())
                {
                    AdvanceAll(slot, turns);
                }
            }
        }

        Start(turns);
        wanted();
    }

    /// <summary>The next delivery of the lane, which takes part in the turn from now on; null when none may.</summary>
    public Delivery? Extend(LaneTurn turn)
    {
        lock (_gate)
        {
            Delivery? next = null;
            if (!_stopped && !turn.Slot.IsLost)
            {
                Change(turn.Lane, () => next = turn.Lane.TakeNext());
            }

            return next;
        }
    }

    /// <summary>Takes those back that were given a part in the turn.</summary>
    public void PutBack(LaneTurn turn)
    {
        lock (_gate)
        {
            if (!turn.Slot.IsLost)
            {
                Change(turn.Lane, turn.Lane.PutBack);
            }
        }
    }

    /// <summary>A turn is over.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="id">For which of its deliveries; those before it are done.</param>
    public void EndTurn(LaneTurn turn, LaneEnd end, long id)
    {
        List<LaneTurn> turns = [];
        bool isWanted;
        lock (_gate)
        {
            var (slot, lane) = (turn.Slot, turn.Lane);
            slot.Running--;
            if (end is LaneEnd.SlotLost && !slot.IsLost && _slots.GetValueOrDefault(slot.Fence.Slot) == slot)
            {
                Lose(slot);
            }

            if (slot.IsLost)
            {
                isWanted = slot.Running == 0 && _leaving.Remove(slot);
            }
            else
            {
                if (end is LaneEnd.Parked)
                {
                    slot.Park(lane.Name);
                }

                Change(lane, () => lane.EndTurn(end, id, time.GetTimestamp(), time.TimestampFrequency));
                if (end is LaneEnd.Banned)
                {
                    slot.Ban(lane.Name.Tenant);
                }

                Advance(slot, lane, turns);
                isWanted = _wanting.Count > 0 || lane.DueAt is not null;
            }
        }

        Start(turns);
        if (isWanted)
        {
            wanted();
        }
    }

    /// <summary>The right to a slot, or null when it is not this worker's.</summary>
    public SlotFence? FenceOf(int slot)
    {
        lock (_gate)
        {
            return _slots.TryGetValue(slot, out var lanes) ? lanes.Fence : null;
        }
    }

    /// <summary>The database says that somebody else has the slot by now.</summary>
    public void Lose(SlotFence fence)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(fence.Slot, out var slot) && slot.Fence == fence)
            {
                Lose(slot);
            }
        }
    }

    /// <summary>Gives no more turns; what has one may end.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }
    }

    /// <summary>Lets lanes go on whose time has come.</summary>
    public void AwakeDue()
    {
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            var now = time.GetTimestamp();
            while (_waiting.TryPeek(out var place, out var due) && due <= now)
            {
                _waiting.Dequeue();
                place.Lane.Awake(now);
                if (!place.Slot.IsLost)
                {
                    Advance(place.Slot, place.Lane, turns);
                }
            }
        }

        Start(turns);
    }

    /// <summary>Says what to read next, and counts on it being done or reported as failed.</summary>
    public LaneReading NextReading()
    {
        lock (_gate)
        {
            var holds = _slots.Values.Where(slot => slot.WantsHolds).Select(slot => (slot, slot.HoldsVersion)).ToArray();
            foreach (var (slot, _) in holds)
            {
                slot.WantsHolds = false;
            }

            var tails = HasRoom ? _slots.Values.Where(slot => slot.WantsTail).Take(SlotsAtOnce).Select(slot => (slot, slot.Highest, slot.Low)).ToArray() : [];
            foreach (var (slot, _, _) in tails)
            {
                slot.WantsTail = false;
            }

            var lanes = _wanting.Take(LanesAtOnce).ToArray();
            _wanting.ExceptWith(lanes);
            var reading = new LaneReading
            {
                Holds = holds,
                Tails = tails,
                Lanes =
                [
                    .. lanes.Where(place => !place.Slot.IsLost && place.Lane.WantsReading)
                        .Select(place => (place.Slot, place.Lane, place.Lane.BeginReading(), place.Slot.Low)),
                ],
                Places = [.. _missed],
            };
            _missed.Clear();
            return reading;
        }
    }

    /// <summary>Nothing of the reading was done.</summary>
    public void ReadingFailed(LaneReading reading)
    {
        lock (_gate)
        {
            foreach (var (slot, _) in reading.Holds)
            {
                slot.WantsHolds = true;
            }

            foreach (var (slot, _, _) in reading.Tails)
            {
                slot.WantsTail = true;
            }

            foreach (var (slot, lane, _, _) in reading.Lanes)
            {
                ReadAgain(slot, lane);
            }

            _missed.AddRange(reading.Places);
        }
    }

    /// <summary>Takes over which lanes are held.</summary>
    public void TakeHolds(LaneReading reading, IReadOnlyList<LaneHold> found)
    {
        var bySlot = found.ToLookup(hold => hold.Slot, hold => hold.Lane);
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            foreach (var (slot, version) in reading.Holds)
            {
                if (slot.HoldsVersion != version)
                {
                    slot.WantsHolds = true;
                    continue;
                }

                slot.SetHolds(bySlot[slot.Fence.Slot]);
                AdvanceAll(slot, turns);
            }
        }

        Start(turns);
    }

    /// <summary>Takes what was found behind the slots' <see cref="SlotLanes.Highest"/>.</summary>
    /// <param name="reading">What was asked for.</param>
    /// <param name="found">Per slot by id.</param>
    /// <param name="passed">
    /// What there is between the slots' <see cref="SlotLanes.Low"/> and there. What is not known yet was committed late, maybe before
    /// something that was found: it is read first.
    /// </param>
    /// <param name="limit">The most that were read of each slot.</param>
    public void TakeTails(LaneReading reading, IReadOnlyList<Delivery> found, IReadOnlyList<DeliveryPlace> passed, int limit)
    {
        var bySlot = found.ToLookup(delivery => delivery.Tenant.Slot);
        var passedBySlot = passed.ToLookup(place => place.Slot);
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            foreach (var (slot, after, _) in reading.Tails)
            {
                if (Missed(slot, passedBySlot))
                {
                    slot.ReadOn(after, isAll: false);
                    continue;
                }

                var highest = after;
                var count = 0;
                foreach (var delivery in bySlot[slot.Fence.Slot])
                {
                    count++;
                    highest = delivery.Id;
                    if (slot.See(delivery.Id) && !slot.IsLost)
                    {
                        Arrive(slot, delivery, turns);
                    }
                }

                slot.ReadOn(highest, count < limit);
            }
        }

        Start(turns);
    }

    /// <summary>Takes what was found behind the lanes' windows.</summary>
    /// <param name="reading">What was asked for.</param>
    /// <param name="found">Per lane by id.</param>
    /// <param name="passed">As for <see cref="TakeTails"/>: what there is in the lanes up to where they were read before.</param>
    /// <param name="limit">The most that were read of each lane.</param>
    public void TakeLanes(LaneReading reading, IReadOnlyList<Delivery> found, IReadOnlyList<DeliveryPlace> passed, int limit)
    {
        var passedBySlot = passed.ToLookup(place => place.Slot);
        var byLane = found.ToLookup(delivery => new LaneName(delivery.Tenant, delivery.Template));
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            foreach (var (slot, lane, after, _) in reading.Lanes)
            {
                if (Missed(slot, passedBySlot))
                {
                    ReadAgain(slot, lane);
                    continue;
                }

                var deliveries = byLane[lane.Name].ToArray();
                foreach (var delivery in deliveries)
                {
                    slot.See(delivery.Id);
                }

                if (!slot.IsLost)
                {
                    Change(lane, () => lane.Read(after, deliveries, deliveries.Length < limit, HasRoom, time.GetTimestamp(), time.TimestampFrequency));
                    Advance(slot, lane, turns);
                }
            }
        }

        Start(turns);
    }

    /// <summary>Takes deliveries that had been overlooked.</summary>
    public void TakePlaces(LaneReading reading, IReadOnlyList<Delivery> found)
    {
        var byPlace = found.ToLookup(delivery => delivery.Id);
        List<LaneTurn> turns = [];
        lock (_gate)
        {
            foreach (var (slot, place) in reading.Places)
            {
                if (!slot.See(place.Id) || slot.IsLost)
                {
                    continue;
                }

                foreach (var delivery in byPlace[place.Id])
                {
                    Arrive(slot, delivery, turns);
                }
            }
        }

        Start(turns);
    }

    /// <summary>The slots to sweep, from where nothing can appear any more.</summary>
    public IReadOnlyList<SlotLanes> SlotsToSweep()
    {
        lock (_gate)
        {
            return [.. _slots.Values];
        }
    }

    /// <summary>Asks for the holds of all slots to be read again.</summary>
    public void WantHolds()
    {
        lock (_gate)
        {
            foreach (var slot in _slots.Values)
            {
                slot.WantsHolds = true;
            }
        }
    }

    /// <summary>Takes what a sweep found.</summary>
    /// <param name="swept">The slots and behind which id each was swept.</param>
    /// <param name="sweep">What was found.</param>
    /// <param name="limit">The most that were read of each slot.</param>
    public void TakeSweep(IReadOnlyList<SlotLanes> swept, LaneSweep sweep, int limit)
    {
        var bySlot = sweep.Places.ToLookup(place => place.Slot, place => place.Id);
        lock (_gate)
        {
            if (_candidate is { } candidate && sweep.OldestTransaction > candidate.Transaction)
            {
                _settled = candidate.LastId;
                _candidate = null;
            }

            foreach (var slot in swept)
            {
                if (slot.IsLost)
                {
                    continue;
                }

                var found = bySlot[slot.Fence.Slot].ToArray();
                _missed.AddRange(slot.Compare(found, found.Length < limit, _settled).Select(place => (slot, place)));
            }

            _candidate ??= (sweep.LastId, sweep.Transaction);
        }
    }

    /// <summary>Notes what is there and not known, so that it is read before anything else of the slot.</summary>
    private bool Missed(SlotLanes slot, ILookup<int, DeliveryPlace> passed)
    {
        var missed = passed[slot.Fence.Slot].Where(place => !slot.Knows(place.Id)).Select(place => (slot, place)).ToArray();
        _missed.AddRange(missed);
        return missed.Length > 0;
    }

    private void ReadAgain(SlotLanes slot, Lane lane)
    {
        lane.ReadingFailed();
        _wanting.Add((slot, lane));
    }

    private void Lose(SlotLanes slot)
    {
        slot.Lose();
        _slots.Remove(slot.Fence.Slot);
        _bytes -= slot.Lanes.Sum(lane => lane.Bytes);
        if (slot.Running > 0)
        {
            _leaving.Add(slot);
        }
    }

    private void Arrive(SlotLanes slot, Delivery delivery, List<LaneTurn> turns)
    {
        var lane = slot.LaneOf(new LaneName(delivery.Tenant, delivery.Template));
        Change(lane, () => lane.Arrive(delivery, HasRoom, time.GetTimestamp(), time.TimestampFrequency));
        Advance(slot, lane, turns);
    }

    private void AdvanceAll(SlotLanes slot, List<LaneTurn> turns)
    {
        foreach (var lane in slot.Lanes.ToArray())
        {
            Advance(slot, lane, turns);
        }
    }

    /// <summary>Gives the lane its turn, has its window filled, or notes when it may go on.</summary>
    private void Advance(SlotLanes slot, Lane lane, List<LaneTurn> turns)
    {
        if (!_stopped)
        {
            Delivery? next = null;
            Change(lane, () => next = lane.TakeTurn());
            if (next is not null)
            {
                slot.Running++;
                turns.Add(new LaneTurn(this, slot, lane, next));
            }
        }

        if (lane.WantsReading)
        {
            _wanting.Add((slot, lane));
        }
        else if (lane.DueAt is { } due)
        {
            _waiting.Enqueue((slot, lane), due);
        }

        slot.Tidy(lane);
    }

    private void Change(Lane lane, Action change)
    {
        var before = lane.Bytes;
        change();
        _bytes += lane.Bytes - before;
    }

    private void Start(List<LaneTurn> turns)
    {
        foreach (var turn in turns)
        {
            start(turn);
        }
    }
}
