using TemplateWorker.Demo.Expectations;

namespace TemplateWorker.Demo.Reporting;

/// <summary>What tenants that behave notice of those that do not.</summary>
/// <param name="Quiet">Their events while no endless loop ran.</param>
/// <param name="BesideLoops">Their events that overlapped an endless loop of somebody else.</param>
internal sealed record NeighbourLatency(LatencySummary Quiet, LatencySummary BesideLoops)
{
    public static NeighbourLatency Of(IReadOnlyList<FinishedEvent> events)
    {
        var loops = events.Where(IsLoop).ToArray();
        var hostile = loops.Select(loop => loop.Sent.Event.Tenant).ToHashSet();
        var neighbours = events
            .Where(result => !hostile.Contains(result.Sent.Event.Tenant))
            .ToLookup(result => loops.Any(loop => Overlap(loop, result)));
        return new NeighbourLatency(
            LatencySummary.Of(neighbours[false].Select(result => result.Latency)),
            LatencySummary.Of(neighbours[true].Select(result => result.Latency)));
    }

    private static bool IsLoop(FinishedEvent item) => item.Sent.Event.Name == RunawayModel.LoopEvent;

    private static bool Overlap(FinishedEvent left, FinishedEvent right) => left.Sent.Started < right.Ended && right.Sent.Started < left.Ended;
}
