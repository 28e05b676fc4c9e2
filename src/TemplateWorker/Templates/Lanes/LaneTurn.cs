using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Templates.Lanes;

/// <summary>That a delivery has its lane's turn. Given back by <see cref="LaneBoard.EndTurn"/>, once.</summary>
internal sealed class LaneTurn(LaneBoard board, SlotLanes slot, Lane lane, Delivery delivery)
{
    public SlotLanes Slot => slot;

    public Lane Lane => lane;

    public Delivery Delivery => delivery;

    /// <summary>The right under which it runs.</summary>
    public SlotFence Fence => slot.Fence;

    /// <summary>Whether it may still run: the slot is this worker's, and the worker goes on. From any thread.</summary>
    public bool IsValid => !slot.IsLost && !board.IsStopped;

    /// <summary>Gives the turn back.</summary>
    public void End(LaneEnd end) => board.EndTurn(this, end);

    /// <summary>The run has emitted events for its own tenant: there is something to read.</summary>
    public void NoteEmitted() => board.Wake([slot.Fence.Slot]);
}
