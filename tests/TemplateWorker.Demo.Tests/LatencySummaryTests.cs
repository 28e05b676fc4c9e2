using TemplateWorker.Demo.Reporting;

namespace TemplateWorker.Demo.Tests;

public sealed class LatencySummaryTests
{
    [Fact]
    public void Of_a_hundred_latencies_the_percentiles_are_those_with_that_rank()
    {
        var summary = LatencySummary.Of(Enumerable.Range(1, 100).Reverse().Select(value => TimeSpan.FromMilliseconds(value)));

        summary.ShouldBe(new LatencySummary(100, Milliseconds(50), Milliseconds(95), Milliseconds(99)));
    }

    [Fact]
    public void A_rank_between_two_latencies_takes_the_longer_one()
    {
        LatencySummary.Of([Milliseconds(1), Milliseconds(2), Milliseconds(3)])
            .ShouldBe(new LatencySummary(3, Milliseconds(2), Milliseconds(3), Milliseconds(3)));
    }

    [Fact]
    public void One_latency_is_every_percentile()
    {
        LatencySummary.Of([Milliseconds(7)]).ShouldBe(new LatencySummary(1, Milliseconds(7), Milliseconds(7), Milliseconds(7)));
    }

    [Fact]
    public void Nothing_has_percentiles_of_zero()
    {
        LatencySummary.Of([]).ShouldBe(new LatencySummary(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));
    }

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);
}
