using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Worker;

namespace TemplateWorker.Tests.Hosting;

public sealed class RecentMaximumTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_zero_before_anything_was_noted() => new RecentMaximum(_time).Value.ShouldBe(TimeSpan.Zero);

    [Fact]
    public void The_greatest_value_of_the_last_minute_counts()
    {
        var maximum = new RecentMaximum(_time);
        maximum.Note(Milliseconds(3));
        maximum.Note(Milliseconds(9));
        _time.Advance(TimeSpan.FromSeconds(30));
        maximum.Note(Milliseconds(5));

        maximum.Value.ShouldBe(Milliseconds(9));
        _time.Advance(TimeSpan.FromSeconds(36));
        maximum.Value.ShouldBe(Milliseconds(5));
        _time.Advance(TimeSpan.FromSeconds(31));
        maximum.Value.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_value_counts_for_a_whole_minute_wherever_in_a_step_it_was_noted()
    {
        for (var second = 0; second < 20; second++)
        {
            var maximum = new RecentMaximum(_time);
            _time.Advance(TimeSpan.FromSeconds(second));
            maximum.Note(Milliseconds(4));
            _time.Advance(RecentMaximum.Window);

            maximum.Value.ShouldBe(Milliseconds(4));
            _time.Advance(TimeSpan.FromSeconds(5));
            maximum.Value.ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public void Nothing_is_left_after_days_without_a_value()
    {
        var maximum = new RecentMaximum(_time);
        maximum.Note(Milliseconds(4));
        _time.Advance(TimeSpan.FromDays(40));
        maximum.Value.ShouldBe(TimeSpan.Zero);
        maximum.Note(Milliseconds(1));
        maximum.Value.ShouldBe(Milliseconds(1));
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
