using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>That a delivery has its lane's turn, and maybe those right behind it. Given back by <see cref="LaneBoard.EndTurn"/>, once.</summary>
internal sealed class LaneTurn(LaneBoard board, SlotLanes slot, Lane lane, Delivery delivery)
{
    public SlotLanes Slot => slot;

    public Lane Lane => lane;

    /// <summary>The first one.</summary>
    public Delivery Delivery => delivery;

    /// <summary>The right under which it runs.</summary>
    public SlotFence Fence => slot.Fence;

    /// <summary>Whether it may still run: the slot is this worker's, and the worker goes on. From any thread.</summary>
    public bool IsValid => !slot.IsLost && !board.IsStopped;

    /// <summary>The next delivery of the lane, which takes part in the turn from now on; null when none may.</summary>
    public Delivery? Extend() => board.Extend(this);

    /// <summary>Takes those back that were given a part.</summary>
    public void PutBack() => board.PutBack(this);

    /// <summary>Gives the turn back.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="id">For which delivery; those before it are done.</param>
    public void End(LaneEnd end, long id) => board.EndTurn(this, end, id);

    /// <summary>The run has emitted events for its own tenant: there is something to read.</summary>
    public void NoteEmitted() => board.Wake([slot.Fence.Slot]);
}
