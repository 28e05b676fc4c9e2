using TemplateWorker.Benchmarks.Demo.Expectations;
using TemplateWorker.Benchmarks.Demo.Sending;

namespace TemplateWorker.Benchmarks.Demo.Reporting;

/// <summary>What tenants that behave notice of those that do not.</summary>
/// <param name="Quiet">Their events while no endless loop ran.</param>
/// <param name="BesideLoops">Their events that overlapped an endless loop of somebody else.</param>
internal sealed record NeighbourLatency(LatencySummary Quiet, LatencySummary BesideLoops)
{
    public static NeighbourLatency Of(IReadOnlyList<SentEvent> sent)
    {
        var loops = sent.Where(IsLoop).ToArray();
        var hostile = loops.Select(loop => loop.Event.Tenant).ToHashSet();
        var neighbours = sent
            .Where(result => !hostile.Contains(result.Event.Tenant))
            .ToLookup(result => loops.Any(loop => Overlap(loop, result)));
        return new NeighbourLatency(
            LatencySummary.Of(neighbours[false].Select(result => result.Latency)),
            LatencySummary.Of(neighbours[true].Select(result => result.Latency)));
    }

    private static bool IsLoop(SentEvent result) => result.Event.Name == RunawayModel.LoopEvent;

    private static bool Overlap(SentEvent left, SentEvent right) => left.Started < right.Ended && right.Started < left.Ended;
}
