using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// Decides what to read next of a worker's lanes, and takes the results. It never waits for I/O;
/// <see cref="LaneFeeder"/> reads the database. Thread-safe.
/// </summary>
/// <remarks>
/// A delivery never overtakes one that was committed before it: besides reading after the known ids, the
/// feeder reports the ids among them, and unknown ones are read first.
/// <para>When there is much to read, such as after the start of a worker, slots are ordered by their oldest delivery: even a worker that
/// lives briefly makes progress, and no lane is always last.</para>
/// </remarks>
internal sealed class LaneReadings(LaneTable table, TimeProvider time)
{
    /// <summary>The most slots in one statement.</summary>
    private const int SlotsAtOnce = 256;

    /// <summary>The most lanes in one statement.</summary>
    private const int LanesAtOnce = 256;

    /// <summary>The most rows that are remembered as unreadable, so that each is told once.</summary>
    private const int ManyUnreadable = 10_000;

    /// <summary>The most missed deliveries in one statement.</summary>
    private const int PlacesAtOnce = 1_000;

    // Ordered by id: missed deliveries of a lane enter it in order, even when they take several reads.
    private readonly SortedSet<(SlotLanes Slot, DeliveryPlace Place)> _missed = new(
        Comparer<(SlotLanes Slot, DeliveryPlace Place)>.Create(
            (left, right) => (left.Place.Id, left.Slot.Fence.Fence).CompareTo((right.Place.Id, right.Slot.Fence.Fence))));

    private readonly HashSet<DeliveryPlace> _unreadable = [];
    private (long LastId, long Transaction)? _candidate;
    private long _settled;
    private long _lastTransaction;
    private long _given;
    private long _strange = long.MaxValue;

    /// <summary>Every delivery of the worker's slots up to this id is known, or gone.</summary>
    public long Bound
    {
        get
        {
            using (table.Enter())
            {
                return table.Slots.Count == 0 ? _settled : table.Slots.Min(slot => slot.Low);
            }
        }
    }

    /// <summary>The last delivery id that was given, by what this worker has heard of the database.</summary>
    public long Given
    {
        get
        {
            using (table.Enter())
            {
                return _given;
            }
        }
    }

    /// <summary>Notes the last id that the database says it has given.</summary>
    public void NotePosition(long lastId)
    {
        using (table.Enter())
        {
            if (lastId >= _strange)
            {
                _strange = long.MaxValue;
            }

            _given = Math.Max(_given, lastId);
        }
    }

    /// <summary>Notes the id of a delivery that was read or handed over. Called in a scope of the table.</summary>
    public void NoteGiven(long id)
    {
        if (id < _strange)
        {
            _given = Math.Max(_given, id);
        }
    }

    /// <summary>Returns what to read next. The caller reports the results, or the failure.</summary>
    public LaneReading Next()
    {
        using (table.Enter())
        {
            var holds = table.Slots.Where(slot => slot.WantsHolds).Select(slot => (slot, slot.HoldsVersion)).ToArray();
            foreach (var (slot, _) in holds)
            {
                slot.WantsHolds = false;
            }

            var (heads, tails) = table.HasRoom ? NextSlots() : ([], []);
            _missed.RemoveWhere(missed => missed.Slot.IsLost);
            var places = _missed.Take(PlacesAtOnce).ToArray();
            _missed.ExceptWith(places);
            return new LaneReading
            {
                Holds = holds,
                Bans = [.. holds.SelectMany(hold => hold.slot.Banned.Select(tenant => (hold.slot, tenant)))],
                Heads = [.. heads.Select(slot => (slot, slot.Highest))],
                Tails = [.. tails.Select(slot => (slot, slot.Highest, slot.Low))],
                Lanes = [.. table.TakeWanting(LanesAtOnce).Select(place => Begin(place.Slot, place.Lane))],
                Places = places,
            };
        }
    }

    /// <summary>Schedules a failed read again.</summary>
    public void Failed(LaneReading reading)
    {
        using (table.Enter())
        {
            foreach (var (slot, _) in reading.Holds)
            {
                slot.WantsHolds = true;
            }

            foreach (var slot in reading.Heads.Select(head => head.Slot).Concat(reading.Tails.Select(tail => tail.Slot)))
            {
                slot.WantsTail = true;
            }

            foreach (var (slot, lane, _, _, _) in reading.Lanes)
            {
                ReadAgain(slot, lane);
            }

            _missed.UnionWith(reading.Places);
        }
    }

    /// <summary>Sets which lanes are held.</summary>
    public void TakeHolds(LaneReading reading, IReadOnlyList<LaneHold> found)
    {
        var bySlot = found.ToLookup(hold => hold.Slot, hold => hold.Lane);
        using (table.Enter())
        {
            foreach (var (slot, version) in reading.Holds)
            {
                if (slot.HoldsVersion != version)
                {
                    slot.WantsHolds = true;
                }
                else if (!slot.IsLost)
                {
                    slot.SetHolds(bySlot[slot.Fence.Slot]);
                    table.AdvanceAll(slot);
                }
            }
        }
    }

    /// <summary>Releases the lanes of tenants that are banned no more.</summary>
    /// <param name="reading">The request.</param>
    /// <param name="banned">Those that are. A ban that began since is noticed by the next turn.</param>
    public void TakeBans(LaneReading reading, IReadOnlyList<TenantId> banned)
    {
        var still = banned.ToHashSet();
        using (table.Enter())
        {
            foreach (var (slot, tenant) in reading.Bans)
            {
                if (!slot.IsLost && !still.Contains(tenant) && slot.Unban(tenant))
                {
                    table.AdvanceAll(slot);
                }
            }
        }
    }

    /// <summary>Takes the first delivery of each slot; slots without one are empty.</summary>
    public void TakeHeads(LaneReading reading, IReadOnlyList<DeliveryPlace> found)
    {
        var bySlot = found.ToDictionary(place => place.Slot, place => place.Id);
        using (table.Enter())
        {
            foreach (var (slot, after) in reading.Heads)
            {
                if (bySlot.TryGetValue(slot.Fence.Slot, out var head))
                {
                    slot.NoteHead(head);
                }
                else
                {
                    slot.NoteRead(after, isAll: true);
                }
            }
        }
    }

    /// <summary>Takes what was read after the slots' <see cref="SlotLanes.Highest"/>.</summary>
    /// <param name="reading">The request.</param>
    /// <param name="found">The deliveries read.</param>
    /// <param name="passed">The ids between the slots' <see cref="SlotLanes.Low"/> and there.</param>
    /// <param name="limit">The most ids read per slot.</param>
    public void TakeTails(LaneReading reading, FoundDeliveries found, IReadOnlyList<DeliveryPlace> passed, int limit)
    {
        var bySlot = reading.Tails.ToDictionary(tail => tail.Slot.Fence.Slot, tail => (tail.Slot, Highest: tail.After, Count: 0));
        var passedBySlot = passed.ToLookup(place => place.Slot);
        using (table.Enter())
        {
            foreach (var (slot, after, _) in reading.Tails)
            {
                if (Missed(slot, passedBySlot))
                {
                    slot.NoteRead(after, isAll: false);
                    bySlot.Remove(slot.Fence.Slot);
                }
            }

            foreach (var delivery in found.Deliveries.OrderBy(delivery => delivery.Id))
            {
                NoteGiven(delivery.Id);
                if (!bySlot.TryGetValue(delivery.Tenant.Slot, out var read))
                {
                    continue;
                }

                bySlot[delivery.Tenant.Slot] = (read.Slot, Math.Max(read.Highest, delivery.Id), read.Count + 1);
                if (read.Slot.MarkSeen(delivery.Id) && !read.Slot.IsLost)
                {
                    table.Arrive(read.Slot, delivery);
                }
            }

            foreach (var (number, id) in found.Unreadable.Select(row => row.Place))
            {
                if (bySlot.TryGetValue(number, out var read))
                {
                    bySlot[number] = (read.Slot, Math.Max(read.Highest, id), read.Count + 1);
                    read.Slot.MarkSeen(id);
                }
            }

            foreach (var (slot, highest, count) in bySlot.Values)
            {
                slot.NoteRead(highest, !found.IsCut && count < limit);
            }
        }
    }

    /// <summary>Takes what was read after the lanes' windows.</summary>
    /// <param name="reading">The request.</param>
    /// <param name="found">Ordered by id within each lane.</param>
    /// <param name="passed">As in <see cref="TakeTails"/>: the ids in the lanes up to where they had been read.</param>
    public void TakeLanes(LaneReading reading, FoundDeliveries found, IReadOnlyList<DeliveryPlace> passed)
    {
        var passedBySlot = passed.ToLookup(place => place.Slot);
        var byLane = found.Deliveries.ToLookup(delivery => new LaneName(delivery.Tenant, delivery.Template));
        using (table.Enter())
        {
            foreach (var (slot, lane, after, most, _) in reading.Lanes)
            {
                if (Missed(slot, passedBySlot))
                {
                    ReadAgain(slot, lane);
                    continue;
                }

                var deliveries = byLane[lane.Name].ToArray();
                foreach (var delivery in deliveries)
                {
                    slot.MarkSeen(delivery.Id);
                }

                if (!slot.IsLost)
                {
                    var isAll = !found.IsCut && deliveries.Length < most;
                    lane.Read(after, deliveries, isAll, time.GetTimestamp(), time.TimestampFrequency);
                    table.Advance(slot, lane);
                }
            }
        }
    }

    /// <summary>Takes deliveries that earlier reads had missed.</summary>
    public void TakePlaces(LaneReading reading, FoundDeliveries found)
    {
        var byPlace = found.Deliveries.ToDictionary(delivery => delivery.Id);
        var isCut = false;
        using (table.Enter())
        {
            foreach (var (slot, place) in reading.Places)
            {
                var isFound = byPlace.TryGetValue(place.Id, out var delivery);
                isCut |= found.IsCut && !isFound;
                if (isCut)
                {
                    _missed.Add((slot, place));
                }
                else if (slot.MarkSeen(place.Id) && isFound && !slot.IsLost)
                {
                    table.Arrive(slot, delivery!);
                }
            }
        }
    }

    /// <summary>The slots to sweep, each from its <see cref="SlotLanes.Low"/>.</summary>
    public IReadOnlyList<SlotLanes> SlotsToSweep()
    {
        using (table.Enter())
        {
            return [.. table.Slots];
        }
    }

    /// <summary>Requests a read of the holds of slots that have a held lane, and of what such lanes could not tell: all of it, once in a while.</summary>
    /// <param name="all">Whether to read the holds of all slots, and again what lanes wait for.</param>
    public void WantHolds(bool all)
    {
        using (table.Enter())
        {
            foreach (var slot in table.Slots)
            {
                slot.WantsHolds |= all || slot.HasHeld;
                if (all)
                {
                    table.RecheckWaits(slot);
                }
            }
        }
    }

    /// <summary>Passes over a row that is no delivery.</summary>
    /// <returns>Whether it was not known as such.</returns>
    public bool NoteUnreadable(DeliveryPlace place)
    {
        using (table.Enter())
        {
            if (_unreadable.Count >= ManyUnreadable)
            {
                _unreadable.Clear();
            }

            return _unreadable.Add(place);
        }
    }

    /// <summary>Forgets what was read before ids and transactions may have gone back.</summary>
    public void Forget()
    {
        _missed.Clear();
        _candidate = null;
        // A row that SQL inserted with an id of its own choice looks as if ids had gone back, once.
        _strange = _given > 0 ? _given : _strange;
        (_settled, _lastTransaction, _given) = (0, 0, 0);
    }

    /// <summary>Takes what a sweep found.</summary>
    /// <param name="swept">The slots that were swept.</param>
    /// <param name="sweep">The result.</param>
    /// <param name="limit">The most ids read per slot.</param>
    /// <returns>False when transactions went back, so that nothing may be concluded from this sweep and earlier ones.</returns>
    public bool TakeSweep(IReadOnlyList<SlotLanes> swept, LaneSweep sweep, int limit)
    {
        var bySlot = sweep.Places.ToLookup(place => place.Slot, place => place.Id);
        using (table.Enter())
        {
            if (sweep.Transaction < _lastTransaction)
            {
                return false;
            }

            _lastTransaction = sweep.Transaction;
            _given = Math.Max(_given, sweep.LastId);
            if (_candidate is { } candidate && sweep.OldestTransaction > candidate.Transaction)
            {
                _settled = candidate.LastId;
                _candidate = null;
            }

            foreach (var slot in swept.Where(slot => !slot.IsLost))
            {
                var found = bySlot[slot.Fence.Slot].ToArray();
                _missed.UnionWith(slot.Compare(found, found.Length < limit, _settled).Select(place => (slot, place)));
            }

            _candidate ??= (sweep.LastId, sweep.Transaction);
            return true;
        }
    }

    /// <summary>Notes unknown ids, so that they are read before anything else of the slot.</summary>
    private bool Missed(SlotLanes slot, ILookup<int, DeliveryPlace> passed)
    {
        var missed = passed[slot.Fence.Slot].Where(place => !slot.Knows(place.Id)).Select(place => (slot, place)).ToArray();
        _missed.UnionWith(missed);
        return missed.Length > 0;
    }

    /// <summary>The slots to read, or, when too many are unread, the slots whose first delivery is to be looked up.</summary>
    private (IReadOnlyList<SlotLanes> Heads, IReadOnlyList<SlotLanes> Tails) NextSlots()
    {
        var wanting = table.Slots.Where(slot => slot.WantsTail).ToArray();
        var unknown = wanting.Where(slot => slot.Head is null).ToArray();
        var heads = unknown.Length > SlotsAtOnce ? unknown : [];
        var tails = heads.Length > 0 ? [] : wanting.OrderBy(slot => slot.Head ?? 0).Take(SlotsAtOnce).ToArray();
        foreach (var slot in heads.Concat(tails))
        {
            slot.WantsTail = false;
        }

        return (heads, tails);
    }

    private static (SlotLanes Slot, Lane Lane, long After, int Most, long Low) Begin(SlotLanes slot, Lane lane)
    {
        var (after, most) = lane.BeginReading();
        return (slot, lane, after, most, slot.Low);
    }

    private void ReadAgain(SlotLanes slot, Lane lane)
    {
        lane.ReadingFailed();
        table.WantReading(slot, lane);
    }
}
