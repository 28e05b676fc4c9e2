using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>What the board wants to be read next, in this order.</summary>
internal sealed record LaneReading
{
    /// <summary>Slots whose holds may have changed, and the version of their holds.</summary>
    public required IReadOnlyList<(SlotLanes Slot, int Version)> Holds { get; init; }

    /// <summary>Slots of which to look up what comes first behind <see cref="SlotLanes.Highest"/>.</summary>
    public required IReadOnlyList<(SlotLanes Slot, long After)> Heads { get; init; }

    /// <summary>Slots to read on behind <see cref="SlotLanes.Highest"/>, and their <see cref="SlotLanes.Low"/>.</summary>
    public required IReadOnlyList<(SlotLanes Slot, long After, long Low)> Tails { get; init; }

    /// <summary>Lanes whose window is to be filled with so many more, and their slots' <see cref="SlotLanes.Low"/>.</summary>
    public required IReadOnlyList<(SlotLanes Slot, Lane Lane, long After, int Most, long Low)> Lanes { get; init; }

    /// <summary>Deliveries that were overlooked.</summary>
    public required IReadOnlyList<(SlotLanes Slot, DeliveryPlace Place)> Places { get; init; }

    public bool IsEmpty => Holds.Count == 0 && Heads.Count == 0 && Tails.Count == 0 && Lanes.Count == 0 && Places.Count == 0;
}
