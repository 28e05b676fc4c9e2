using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Reporting;

namespace TemplateWorker.Demo.Tests;

public sealed class NeighbourLatencyTests
{
    [Fact]
    public void Events_are_told_apart_by_whether_a_loop_ran_beside_them()
    {
        var latency = NeighbourLatency.Of(
        [
            Some.Finished(Some.Event("hostile", RunawayModel.LoopEvent), 100, 2_000),
            Some.Finished(Some.Event("1"), 0, 100),
            Some.Finished(Some.Event("1"), 99, 2),
            Some.Finished(Some.Event("2"), 2_099, 30),
            Some.Finished(Some.Event("2"), 2_100, 50),
        ]);

        latency.Quiet.ShouldBe(LatencySummary.Of([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50)]));
        latency.BesideLoops.ShouldBe(LatencySummary.Of([TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(30)]));
    }

    [Fact]
    public void What_the_looping_tenant_itself_sees_does_not_count()
    {
        var latency = NeighbourLatency.Of(
            [Some.Finished(Some.Event("hostile", RunawayModel.LoopEvent), 0, 2_000), Some.Finished(Some.Event("hostile", "stress.ping"), 2_000, 1)]);

        latency.Quiet.Count.ShouldBe(0);
        latency.BesideLoops.Count.ShouldBe(0);
    }
}
