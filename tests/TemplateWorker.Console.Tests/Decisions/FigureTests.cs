using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Console.Figures;

namespace TemplateWorker.Console.Tests.Decisions;

public sealed class FigureTests
{
    private const string Metrics = """
        # TYPE template_worker_events_total counter
        template_worker_events_total{otel_scope_name="a",outcome="accepted"} 40 1700000000000
        template_worker_events_total{otel_scope_name="a",outcome="queue_full"} 2
        template_worker_runs_total{worker="0",outcome="done"} 30
        template_worker_runs_total{worker="1",outcome="done"} 10
        template_worker_runs_total{worker="1",outcome="CpuLimit"} 4
        template_worker_run_duration_seconds_bucket{worker="0",le="0.001"} 10
        template_worker_run_duration_seconds_bucket{worker="0",le="0.01"} 30
        template_worker_run_duration_seconds_bucket{worker="0",le="+Inf"} 40
        template_worker_run_duration_seconds_bucket{worker="1",le="0.001"} 10
        template_worker_run_duration_seconds_bucket{worker="1",le="0.01"} 10
        template_worker_run_duration_seconds_bucket{worker="1",le="+Inf"} 10
        process_other 1
        """;

    [Fact]
    public void Labels_may_hold_quotes_commas_braces_and_line_breaks()
    {
        var sample = MetricsText.Samples("""a_x{one="1,}\"\\",two="b\nc"} 4.5 1700""", "a_").Single();

        sample.Name.ShouldBe("a_x");
        sample.Labels["one"].ShouldBe("1,}\"\\");
        sample.Labels["two"].ShouldBe("b\nc");
        sample.Value.ShouldBe(4.5);
    }

    [Theory]
    [InlineData("a_x")]
    [InlineData("a_x{")]
    [InlineData("a_x{b")]
    [InlineData("a_x{b=\"c")]
    [InlineData("a_x{b=\"c\"} x")]
    [InlineData("# a_x 1")]
    public void A_line_of_another_form_is_left_out(string line) => MetricsText.Samples(line, "a_").ShouldBeEmpty();

    [Fact]
    public void A_reading_adds_up_the_workers()
    {
        var reading = Reading.Of(Metrics, 0);

        reading.Events["accepted"].ShouldBe(40);
        reading.Runs["done"].ShouldBe(40);
        reading.RunTime.Items.ShouldBe([new Bucket(0.001, 20), new Bucket(0.01, 40), new Bucket(double.PositiveInfinity, 50)]);
        reading.CommitTime.Quantile(0.5).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.2, 0.0005)]
    [InlineData(0.4, 0.001)]
    [InlineData(0.6, 0.0055)]
    [InlineData(0.99, 0.01)]
    public void A_percentile_lies_between_the_bounds_of_its_bucket(double part, double value) =>
        Reading.Of(Metrics, 0).RunTime.Quantile(part)!.Value.ShouldBe(value, 1e-9);

    [Fact]
    public void Rates_are_what_came_between_two_readings()
    {
        var before = Reading.Of(Metrics, 0);
        var after = Reading.Of(
            Metrics.Replace("accepted\"} 40", "accepted\"} 60", StringComparison.Ordinal).Replace("CpuLimit\"} 4", "CpuLimit\"} 5", StringComparison.Ordinal), 1);

        var set = FigureSet.Between(before, after, 2);

        (set.AcceptedRate, set.RefusedRate, set.RunRate, set.FailureRate, set.HasRates).ShouldBe((10, 0, 0.5, 0.5, true));
        set.Failures.ShouldBe([new Failure("CpuLimit", 5, 0.5)]);
        FigureSet.Between(null, after, 0).HasRates.ShouldBeFalse();
        FigureSet.Between(after, before, 2).AcceptedRate.ShouldBe(0, "a counter that began anew is no negative rate");
    }

    [Fact]
    public async Task However_many_look_there_is_one_reading_in_each_interval()
    {
        var time = new FakeTimeProvider();
        var reads = 0;
        var history = new FigureHistory(_ => Task.FromResult($"template_worker_events_total{{outcome=\"accepted\"}} {++reads}"), time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => history.ReadAsync(CancellationToken.None)));
        reads.ShouldBe(1);
        time.Advance(FigureHistory.Interval);
        (await history.ReadAsync(CancellationToken.None)).Count.ShouldBe(2);
        time.Advance(FigureHistory.Window + TimeSpan.FromSeconds(1));
        (await history.ReadAsync(CancellationToken.None)).Count.ShouldBe(1, "old readings say nothing about now");
    }

    [Fact]
    public async Task A_reading_that_fails_is_tried_again_at_the_next_interval()
    {
        var time = new FakeTimeProvider();
        var isBroken = true;
        var history = new FigureHistory(_ => isBroken ? Task.FromException<string>(new InvalidOperationException("broken")) : Task.FromResult(""), time);

        await Should.ThrowAsync<InvalidOperationException>(() => history.ReadAsync(CancellationToken.None));
        isBroken = false;
        time.Advance(FigureHistory.Interval);

        (await history.ReadAsync(CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public void A_line_runs_from_the_age_of_the_window_to_now()
    {
        Sparkline.Points([(TimeSpan.FromSeconds(60), 0), (TimeSpan.Zero, 5)], TimeSpan.FromSeconds(120), 10).ShouldBe("120,47 240,24");
        Sparkline.Points([(TimeSpan.Zero, 5)], TimeSpan.FromSeconds(120), 10).ShouldBeEmpty();
        Sparkline.Points([(TimeSpan.FromSeconds(1), 0), (TimeSpan.Zero, 0)], TimeSpan.FromSeconds(120), 0).ShouldBe("238,47 240,47");
    }
}
