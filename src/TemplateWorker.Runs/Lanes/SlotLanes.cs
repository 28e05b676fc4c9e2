using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// A slot in memory: its lanes, which of them are held, and how far it has been read. Guarded by the
/// table's lock, except for <see cref="IsLost"/>.
/// </summary>
/// <remarks>
/// Transactions do not commit in the order of ids. So beside <see cref="Highest"/>, up to which the slot was read, there is
/// <see cref="Low"/>, up to which nothing new can appear. The ids seen in between are kept, so that a later
/// read of the same range shows what is new.
/// </remarks>
internal sealed class SlotLanes(SlotFence fence, LaneMemory memory)
{
    /// <summary>Known ids in memory, from which on those are dropped whose deliveries are gone.</summary>
    private const int ManySeen = 4_096;

    private readonly Dictionary<LaneName, Lane> _lanes = [];
    private readonly HashSet<long> _seen = [];
    private readonly HashSet<TenantId> _banned = [];
    private HashSet<LaneName> _holds = [];
    private volatile bool _isLost;

    public SlotFence Fence => fence;

    /// <summary>Whether this worker no longer owns it.</summary>
    public bool IsLost => _isLost;

    public long Low { get; private set; }

    public long Highest { get; private set; }

    /// <summary>Whether there may be deliveries after <see cref="Highest"/>.</summary>
    public bool WantsTail { get; set; } = true;

    /// <summary>The first id after <see cref="Highest"/>, if it was looked up and not read since.</summary>
    public long? Head { get; private set; }

    /// <summary>Whether everything that existed at the last read is known. Until then, deliveries that are passed on are not accepted.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>Whether holds may have changed.</summary>
    public bool WantsHolds { get; set; } = true;

    /// <summary>Grows when this worker adds a hold, so that an older read of the holds does not undo it.</summary>
    public int HoldsVersion { get; private set; }

    /// <summary>The number of turns under way.</summary>
    public int Running { get; set; }

    public IReadOnlyCollection<Lane> Lanes => _lanes.Values;

    /// <summary>The tenants whose lanes wait for the end of a ban.</summary>
    public IReadOnlyCollection<TenantId> Banned => _banned;

    /// <summary>Whether a lane is held, so that a lost wake-up would leave it standing.</summary>
    public bool HasHeld => _banned.Count > 0 || _lanes.Values.Any(lane => lane.IsHeld);

    /// <summary>Forgets how far the slot was read, because numbers may be given again that were given before.</summary>
    public void ReadAnew()
    {
        (Low, Highest, Head) = (0, 0, null);
        _seen.Clear();
        IsCaughtUp = false;
        WantsTail = true;
        WantsHolds = true;
        foreach (var lane in _lanes.Values)
        {
            lane.ReadAnew();
        }
    }

    /// <summary>Marks the slot as lost.</summary>
    public void Lose()
    {
        _isLost = true;
        memory.Leave();
    }

    public Lane LaneOf(LaneName name)
    {
        if (!_lanes.TryGetValue(name, out var lane))
        {
            lane = new Lane(name, memory);
            if (IsHeld(name))
            {
                lane.Hold();
            }

            _lanes.Add(name, lane);
        }

        return lane;
    }

    /// <summary>Removes an idle lane.</summary>
    public void Tidy(Lane lane)
    {
        // A due time may refer to a lane object that was removed and replaced meanwhile.
        if (lane.IsIdle && _lanes.GetValueOrDefault(lane.Name) == lane)
        {
            _lanes.Remove(lane.Name);
        }
    }

    /// <returns>Whether the delivery was unknown.</returns>
    public bool MarkSeen(long id) => id > Low && _seen.Add(id);

    public bool Knows(long id) => id <= Low || _seen.Contains(id);

    /// <summary>The ids above <see cref="Low"/> in memory.</summary>
    public int Seen => _seen.Count;

    /// <summary>Notes the first delivery after <see cref="Highest"/>.</summary>
    public void NoteHead(long head)
    {
        Head = head;
        WantsTail = true;
    }

    /// <summary>Notes up to where the slot was read.</summary>
    public void NoteRead(long highest, bool isAll)
    {
        Head = null;
        Highest = Math.Max(Highest, highest);
        WantsTail |= !isAll;
        IsCaughtUp = isAll;
    }

    /// <summary>Compares what a sweep found with what is known.</summary>
    /// <param name="found">The ids after <see cref="Low"/>, ascending.</param>
    /// <param name="isAll">Whether these are all.</param>
    /// <param name="settled">The id up to which nothing can appear that the sweep has not seen.</param>
    /// <returns>The ids that earlier reads missed.</returns>
    public IReadOnlyList<DeliveryPlace> Compare(IReadOnlyList<long> found, bool isAll, long settled)
    {
        List<DeliveryPlace> missed = [];
        foreach (var id in found)
        {
            if (Knows(id))
            {
                continue;
            }

            if (id > Highest)
            {
                WantsTail = true;
                break;
            }

            missed.Add(new DeliveryPlace(fence.Slot, id));
        }

        var visible = isAll ? long.MaxValue : found[^1];
        if (missed.Count == 0)
        {
            Settle(Math.Min(Math.Min(settled, visible), WantsTail || !IsCaughtUp ? Highest : long.MaxValue));
        }

        DropGone(found, visible);
        return missed;
    }

    /// <summary>Whether the lane must not run.</summary>
    public bool IsHeld(LaneName name) =>
        _holds.Contains(name) || _holds.Contains(name with { Template = "" }) || _banned.Contains(name.Tenant);

    /// <summary>Sets the holds that the database reported.</summary>
    public void SetHolds(IEnumerable<LaneName> holds)
    {
        _holds = [.. holds];
        ApplyHolds();
    }

    /// <summary>Adds a hold for a delivery that this worker has just parked.</summary>
    public void Park(LaneName name)
    {
        _holds.Add(name);
        HoldsVersion++;
    }

    /// <summary>Holds the lanes of a banned tenant, and asks whether it still is: the end of the ban may have been told already.</summary>
    public void Ban(TenantId tenant)
    {
        _banned.Add(tenant);
        WantsHolds = true;
        ApplyHolds();
    }

    /// <summary>Releases the lanes of a tenant whose ban may have ended.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Unban(TenantId tenant)
    {
        if (!_banned.Remove(tenant))
        {
            return false;
        }

        ApplyHolds();
        return true;
    }

    /// <summary>Runs all banned lanes again, because bans may have ended.</summary>
    /// <returns>Whether there was one.</returns>
    public bool UnbanAll()
    {
        if (_banned.Count == 0)
        {
            return false;
        }

        _banned.Clear();
        ApplyHolds();
        return true;
    }

    private void ApplyHolds()
    {
        foreach (var lane in _lanes.Values)
        {
            if (IsHeld(lane.Name))
            {
                lane.Hold();
            }
            else
            {
                lane.Release();
            }
        }
    }

    // While a long transaction keeps Low where it is, deliveries come and go. What is no longer there cannot be found again.
    private void DropGone(IReadOnlyList<long> found, long visible)
    {
        if (_seen.Count > ManySeen)
        {
            var present = found.ToHashSet();
            _seen.RemoveWhere(id => id <= visible && !present.Contains(id));
        }
    }

    private void Settle(long low)
    {
        if (low <= Low)
        {
            return;
        }

        Low = low;
        Highest = Math.Max(Highest, low);
        _seen.RemoveWhere(id => id <= low);
    }
}
