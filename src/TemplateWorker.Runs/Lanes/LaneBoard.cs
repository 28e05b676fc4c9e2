using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>
/// Decides which lanes of a worker get their turn: outside events come in, turns come out. It never waits
/// for I/O; <see cref="LaneFeeder"/> reads the database. Thread-safe.
/// </summary>
/// <remarks>
/// A slot that is taken away stops at once, except for turns under way; the release is reported when these have ended, so
/// that the next owner starts where this one ended. A worker that does not know yet that it lost a slot changes nothing: its
/// commits name the fence and the attempt.
/// </remarks>
internal sealed class LaneBoard
{
    private readonly LaneTable _lanes;
    private readonly TimeProvider _time;
    private ulong _epoch;

    /// <param name="start">Called for each delivery that gets its lane's turn; must not block.</param>
    /// <param name="wanted">Called when there is something to read, or when a lane begins to wait.</param>
    /// <param name="maxBytes">The most bytes of deliveries in memory.</param>
    /// <param name="time">The clock of waiting lanes.</param>
    public LaneBoard(Action<LaneTurn> start, Action wanted, long maxBytes, TimeProvider time)
    {
        _lanes = new LaneTable(grant => start(new LaneTurn(this, grant)), wanted, maxBytes, time);
        _time = time;
        Readings = new LaneReadings(_lanes, time);
    }

    /// <summary>What to read next, and where the results go.</summary>
    public LaneReadings Readings { get; }

    /// <summary>The epoch of the last list of slots when nothing runs outside it; else null.</summary>
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

    /// <summary>When the first waiting lane is due, as a timestamp of the clock; null when none waits.</summary>
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

    /// <summary>The losses of the database before what is in memory was read.</summary>
    public long Losses
    {
        get
        {
            using (_lanes.Enter())
            {
                return _lanes.Losses;
            }
        }
    }

    /// <summary>Whether no more turns are given. Any thread may read it.</summary>
    public bool IsStopped => _lanes.IsStopped;

    /// <summary>Sets the complete list of slots of this worker.</summary>
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

    /// <summary>Forgets what was read, because the database may be an earlier one, and reads everything from the start.</summary>
    /// <param name="losses">What the next turns are given at.</param>
    public void ReadAnew(long losses)
    {
        using (_lanes.Enter())
        {
            Readings.Forget();
            _lanes.ReadAnew(losses);
        }
    }

    /// <summary>Finds lanes that stand still though they have work that may run, and reads them again. Called once a second.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<LaneName> ResumeStalled()
    {
        using (_lanes.Enter())
        {
            return _lanes.ResumeStalled();
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
                _lanes.RecheckWaits(slot);
            }

            _lanes.Want();
        }
    }

    /// <summary>Takes deliveries that were just stored, if no earlier delivery can have been missed.</summary>
    public void Hand(IReadOnlyList<PushedDelivery> handed)
    {
        using (_lanes.Enter())
        {
            foreach (var (delivery, priors) in handed)
            {
                Readings.NoteGiven(delivery.Id);
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

    /// <summary>Runs the tenant's lanes again, because its ban may have ended.</summary>
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

    /// <summary>Runs all banned lanes again, because bans may have ended.</summary>
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

    /// <summary>Adds the lane's next delivery to the turn; null when there is none.</summary>
    public Delivery? Extend(LaneTurn turn)
    {
        using (_lanes.Enter())
        {
            return IsStopped || turn.Slot.IsLost ? null : turn.Lane.TakeNext();
        }
    }

    /// <summary>Returns all deliveries of the turn but the first to the lane.</summary>
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

    /// <summary>Ends a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="id">The delivery it ended at; earlier ones of the turn are done.</param>
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

    /// <summary>The fence of a slot, or null when this worker does not own it.</summary>
    public SlotFence? FenceOf(int slot)
    {
        using (_lanes.Enter())
        {
            return _lanes.SlotOf(slot)?.Fence;
        }
    }

    /// <summary>Removes a slot for which the database reported another owner.</summary>
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

    /// <summary>Gives no more turns. Turns under way may end.</summary>
    public void Stop()
    {
        using (_lanes.Enter())
        {
            _lanes.Stop();
        }
    }

    /// <summary>Resumes lanes that are due.</summary>
    public void ResumeDue()
    {
        using (_lanes.Enter())
        {
            _lanes.ResumeDue();
        }
    }
}
