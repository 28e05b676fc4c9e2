using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>What to read next, in this order.</summary>
internal sealed record LaneReading
{
    public static LaneReading Nothing { get; } = new() { Holds = [], Bans = [], Heads = [], Tails = [], Lanes = [], Places = [] };

    /// <summary>Slots whose holds may have changed, and the version of their holds.</summary>
    public required IReadOnlyList<(SlotLanes Slot, int Version)> Holds { get; init; }

    /// <summary>Tenants of these slots that were banned when they were last looked at.</summary>
    public required IReadOnlyList<(SlotLanes Slot, TenantId Tenant)> Bans { get; init; }

    /// <summary>Slots whose first delivery after <see cref="SlotLanes.Highest"/> is to be looked up.</summary>
    public required IReadOnlyList<(SlotLanes Slot, long After)> Heads { get; init; }

    /// <summary>Slots to read after <see cref="SlotLanes.Highest"/>, and their <see cref="SlotLanes.Low"/>.</summary>
    public required IReadOnlyList<(SlotLanes Slot, long After, long Low)> Tails { get; init; }

    /// <summary>Lanes whose window is to be refilled, by how many deliveries, and their slots' <see cref="SlotLanes.Low"/>.</summary>
    public required IReadOnlyList<(SlotLanes Slot, Lane Lane, long After, int Most, long Low)> Lanes { get; init; }

    /// <summary>Deliveries that earlier reads missed.</summary>
    public required IReadOnlyList<(SlotLanes Slot, DeliveryPlace Place)> Places { get; init; }

    public bool IsEmpty => Holds.Count == 0 && Heads.Count == 0 && Tails.Count == 0 && Lanes.Count == 0 && Places.Count == 0;
}
