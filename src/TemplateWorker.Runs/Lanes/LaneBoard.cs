using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// Whose turn it is in a worker's lanes: what happens outside comes in here, and turns come out. It decides and waits for
/// nothing; <see cref="LaneFeeder"/> does the reading. Thread-safe.
/// </summary>
/// <remarks>
/// A slot that is taken away stops at once but for what has a turn; only when that has ended is the release reported, so
/// that the next owner starts where this one ended. Whoever believes to have a slot that it has lost changes nothing: its
/// commits name the fence and the attempt.
/// </remarks>
internal sealed class LaneBoard
{
    private readonly LaneTable _lanes;
    private readonly TimeProvider _time;
    private ulong _epoch;

    /// <param name="start">Called for each delivery that gets its lane's turn, and must not wait.</param>
    /// <param name="wanted">Called when there is something to read, or a lane has begun to wait.</param>
    /// <param name="maxBytes">Of deliveries that are kept in memory.</param>
    /// <param name="time">The clock of waiting lanes.</param>
    public LaneBoard(Action<LaneTurn> start, Action wanted, long maxBytes, TimeProvider time)
    {
        _lanes = new LaneTable((slot, lane, delivery) => start(new LaneTurn(this, slot, lane, delivery)), wanted, maxBytes, time);
        _time = time;
        Readings = new LaneReadings(_lanes, time);
    }

    /// <summary>What must be read next, and where it goes.</summary>
    public LaneReadings Readings { get; }

    /// <summary>The epoch of the last list of slots, once nothing runs outside it; null before.</summary>
    public ulong? ReleasedEpoch
    {
        get
        {
            using (_lanes.Enter())
            {
                return _lanes.IsLeaving ? null : _epoch;
            }
        }
    }

    /// <summary>When the first waiting lane may go on, in the clock's timestamps; null when none waits.</summary>
    public long? NextDue
    {
        get
        {
            using (_lanes.Enter())
            {
                return _lanes.NextDue;
            }
        }
    }

    /// <summary>Whether no more turns are given. From any thread.</summary>
    public bool IsStopped => _lanes.IsStopped;

    /// <summary>Takes over the complete list of slots that this worker has from now on.</summary>
    /// <param name="epoch">Its number, for <see cref="ReleasedEpoch"/>.</param>
    /// <param name="fences">Each slot once.</param>
    public void Assign(ulong epoch, IReadOnlyList<SlotFence> fences)
    {
        using (_lanes.Enter())
        {
            _epoch = epoch;
            _lanes.Assign(fences);
            _lanes.Want();
        }
    }

    /// <summary>Reads these slots again, or all slots when the list is empty.</summary>
    public void Wake(IReadOnlyCollection<int> slots)
    {
        using (_lanes.Enter())
        {
            foreach (var slot in slots.Count == 0 ? _lanes.Slots : slots.Select(_lanes.SlotOf).OfType<SlotLanes>())
            {
                slot.WantsTail = true;
                slot.WantsHolds = true;
            }

            _lanes.Want();
        }
    }

    /// <summary>Takes deliveries that were just stored, where nothing before them can have been missed.</summary>
    public void Hand(IReadOnlyList<PushedDelivery> handed)
    {
        using (_lanes.Enter())
        {
            foreach (var (delivery, priors) in handed)
            {
                if (_lanes.SlotOf(delivery.Tenant.Slot) is not { } slot)
                {
                    continue;
                }

                if (!slot.IsCaughtUp || !priors.All(slot.Knows))
                {
                    slot.WantsTail = true;
                    _lanes.Want();
                }
                else if (slot.MarkSeen(delivery.Id))
                {
                    _lanes.Arrive(slot, delivery);
                }
            }
        }
    }

    /// <summary>The tenant's ban may be over.</summary>
    public void NoteChanged(TenantId tenant)
    {
        using (_lanes.Enter())
        {
            if (_lanes.SlotOf(tenant.Slot) is { } slot && slot.Unban(tenant))
            {
                _lanes.AdvanceAll(slot);
            }
        }
    }

    /// <summary>All bans may be over.</summary>
    public void NoteAllChanged()
    {
        using (_lanes.Enter())
        {
            foreach (var slot in _lanes.Slots)
            {
                if (slot.UnbanAll())
                {
                    _lanes.AdvanceAll(slot);
                }
            }
        }
    }

    /// <summary>The next delivery of the lane, which takes part in the turn from now on; null when none may.</summary>
    public Delivery? Extend(LaneTurn turn)
    {
        using (_lanes.Enter())
        {
            return IsStopped || turn.Slot.IsLost ? null : turn.Lane.TakeNext();
        }
    }

    /// <summary>Takes those back that were given a part in the turn.</summary>
    public void PutBack(LaneTurn turn)
    {
        using (_lanes.Enter())
        {
            if (!turn.Slot.IsLost)
            {
                turn.Lane.PutBack();
            }
        }
    }

    /// <summary>A turn is over.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="id">For which of its deliveries; those before it are done.</param>
    public void EndTurn(LaneTurn turn, LaneEnd end, long id)
    {
        using (_lanes.Enter())
        {
            var (slot, lane) = (turn.Slot, turn.Lane);
            slot.Running--;
            if (end is LaneEnd.SlotLost && !slot.IsLost)
            {
                _lanes.Lose(slot);
            }

            if (slot.IsLost)
            {
                _lanes.Leave(slot);
                return;
            }

            if (end is LaneEnd.Parked)
            {
                slot.Park(lane.Name);
            }

            lane.EndTurn(end, id, _time.GetTimestamp(), _time.TimestampFrequency);
            if (end is LaneEnd.Banned)
            {
                slot.Ban(lane.Name.Tenant);
            }

            _lanes.Advance(slot, lane);
        }
    }

    /// <summary>The right to a slot, or null when it is not this worker's.</summary>
    public SlotFence? FenceOf(int slot)
    {
        using (_lanes.Enter())
        {
            return _lanes.SlotOf(slot)?.Fence;
        }
    }

    /// <summary>The database says that somebody else has the slot by now.</summary>
    public void Lose(SlotFence fence)
    {
        using (_lanes.Enter())
        {
            if (_lanes.SlotOf(fence.Slot) is { } slot && slot.Fence == fence)
            {
                _lanes.Lose(slot);
            }
        }
    }

    /// <summary>Gives no more turns; what has one may end.</summary>
    public void Stop()
    {
        using (_lanes.Enter())
        {
            _lanes.Stop();
        }
    }

    /// <summary>Lets lanes go on whose time has come.</summary>
    public void ResumeDue()
    {
        using (_lanes.Enter())
        {
            _lanes.ResumeDue();
        }
    }
}
