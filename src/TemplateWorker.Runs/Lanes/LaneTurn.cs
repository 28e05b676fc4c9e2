using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>The turn of a lane: one delivery, or several in a row that are committed together. Ended by <see cref="LaneBoard.EndTurn"/>, once.</summary>
internal sealed class LaneTurn(LaneBoard board, LaneGrant grant)
{
    public SlotLanes Slot => grant.Slot;

    public Lane Lane => grant.Lane;

    /// <summary>The turn's first delivery.</summary>
    public Delivery Delivery => grant.Delivery;

    /// <summary>The losses of the database before the delivery was read. After another one its id may be another delivery's.</summary>
    public long Losses => grant.Losses;

    /// <summary>The fence under which its commits are made.</summary>
    public SlotFence Fence => Slot.Fence;

    /// <summary>Whether it may still run: the worker owns the slot and is not stopping. Any thread may read it.</summary>
    public bool IsValid => !Slot.IsLost && !board.IsStopped;

    /// <summary>Adds the lane's next delivery to the turn; null when there is none.</summary>
    public Delivery? Extend() => board.Extend(this);

    /// <summary>Returns all deliveries of the turn but the first to the lane.</summary>
    public void PutBack() => board.PutBack(this);

    /// <summary>Ends the turn.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="id">The delivery it ended at; earlier ones of the turn are done.</param>
    public void End(LaneEnd end, long id) => board.EndTurn(this, end, id);

    /// <summary>Reads the slot again, because the run has emitted events for its own tenant.</summary>
    public void NoteEmitted() => board.Wake([Slot.Fence.Slot]);
}
