using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Maps lanes to answers.</summary>
internal static class LaneAnswers
{
    public static LaneListAnswer List(TenantLanes lanes) => new(lanes.PausedSince, [.. lanes.Lanes.Select(Item)]);

    private static LaneItem Item(LaneSummary lane) => new()
    {
        Template = lane.Template,
        Queued = lane.Queued,
        Delayed = lane.Delayed,
        Dead = lane.Dead,
        OldestSeconds = lane.OldestAge is { } age ? Math.Round(age.TotalSeconds, 3) : null,
        PausedSince = lane.PausedSince,
        ParkedBehind = lane.Parked?.Delivery,
        ParkedReason = lane.Parked?.Reason,
    };
}
