using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Lanes.Feed;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// One slot as its worker knows it: its lanes, which of them are held, and how far it has been read. Guarded by the
/// table's lock, but for <see cref="IsLost"/>.
/// </summary>
/// <remarks>
/// Ids are not committed in their order. So beside <see cref="Highest"/>, up to where the slot was read, there is
/// <see cref="Low"/>, up to where nothing can appear any more. The ids in between that were seen are kept, so that a later
/// look at the same range tells what is new.
/// </remarks>
internal sealed class SlotLanes(SlotFence fence, LaneMemory memory)
{
    private readonly Dictionary<LaneName, Lane> _lanes = [];
    private readonly HashSet<long> _seen = [];
    private readonly HashSet<TenantId> _banned = [];
    private HashSet<LaneName> _holds = [];
    private volatile bool _isLost;

    public SlotFence Fence => fence;

    /// <summary>Whether it is no longer this worker's.</summary>
    public bool IsLost => _isLost;

    public long Low { get; private set; }

    public long Highest { get; private set; }

    /// <summary>Whether there may be something behind <see cref="Highest"/>.</summary>
    public bool WantsTail { get; set; } = true;

    /// <summary>What comes first behind <see cref="Highest"/>, when it was looked up and not read since.</summary>
    public long? Head { get; private set; }

    /// <summary>Whether everything that was there at the last reading is known. Before, nothing that is handed over may be taken.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>Whether the holds may have changed.</summary>
    public bool WantsHolds { get; set; } = true;

    /// <summary>Grows when a hold is made here, so that holds which were read before are not taken for news.</summary>
    public int HoldsVersion { get; private set; }

    /// <summary>How many deliveries have a turn.</summary>
    public int Running { get; set; }

    public IEnumerable<Lane> Lanes => _lanes.Values;

    /// <summary>It is somebody else's.</summary>
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

    /// <summary>Forgets a lane of which nothing is known.</summary>
    public void Tidy(Lane lane)
    {
        // A time that was noted for a lane may come after it was forgotten and another one took its name.
        if (lane.IsIdle && _lanes.GetValueOrDefault(lane.Name) == lane)
        {
            _lanes.Remove(lane.Name);
        }
    }

    /// <returns>Whether the delivery is new here.</returns>
    public bool MarkSeen(long id) => id > Low && _seen.Add(id);

    public bool Knows(long id) => id <= Low || _seen.Contains(id);

    /// <summary>There is something behind <see cref="Highest"/>, and this comes first.</summary>
    public void NoteHead(long head)
    {
        Head = head;
        WantsTail = true;
    }

    /// <summary>The slot was read on to here.</summary>
    public void NoteRead(long highest, bool isAll)
    {
        Head = null;
        Highest = Math.Max(Highest, highest);
        WantsTail |= !isAll;
        IsCaughtUp = isAll;
    }

    /// <summary>Compares what a sweep found with what is known.</summary>
    /// <param name="found">The ids behind <see cref="Low"/>, ascending.</param>
    /// <param name="isAll">Whether these are all.</param>
    /// <param name="settled">Up to where nothing can appear any more that the sweep has not seen.</param>
    /// <returns>The ids that were overlooked when the slot was read past them.</returns>
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

        if (missed.Count == 0)
        {
            var visible = isAll ? long.MaxValue : found[^1];
            Settle(Math.Min(Math.Min(settled, visible), WantsTail || !IsCaughtUp ? Highest : long.MaxValue));
        }

        return missed;
    }

    /// <summary>Whether the lane must stand still.</summary>
    public bool IsHeld(LaneName name) =>
        _holds.Contains(name) || _holds.Contains(name with { Template = "" }) || _banned.Contains(name.Tenant);

    /// <summary>Takes over what the database says.</summary>
    public void SetHolds(IEnumerable<LaneName> holds)
    {
        _holds = [.. holds];
        ApplyHolds();
    }

    /// <summary>This worker has just parked the lane.</summary>
    public void Park(LaneName name)
    {
        _holds.Add(name);
        HoldsVersion++;
    }

    /// <summary>The tenant turned out to be banned.</summary>
    public void Ban(TenantId tenant)
    {
        _banned.Add(tenant);
        ApplyHolds();
    }

    /// <summary>The ban may be over.</summary>
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

    /// <summary>All bans may be over.</summary>
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
