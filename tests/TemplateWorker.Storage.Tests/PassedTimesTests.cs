namespace TemplateWorker.Storage.Tests;

/// <summary>Where a look for due rows begins.</summary>
public sealed class PassedTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void The_first_look_begins_at_the_beginning_and_the_next_one_shortly_before_now()
    {
        var passed = new PassedTimes();
        passed.From.ShouldBe(DateTimeOffset.MinValue);

        passed.Note(Start.AddHours(1), Start, Fast);

        passed.From.ShouldBe(Start - PassedTimes.Lag);
    }

    [Fact]
    public void A_row_that_is_due_for_long_is_where_the_next_look_begins()
    {
        var passed = new PassedTimes();

        passed.Note(Start.AddHours(-1), Start, Fast);

        passed.From.ShouldBe(Start.AddHours(-1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(500, 10)]
    [InlineData(60_000, 60)]
    public void A_look_from_the_beginning_takes_a_twentieth_of_the_time_at_most(int tookMilliseconds, int seconds)
    {
        var passed = new PassedTimes();
        passed.Note(null, Start, TimeSpan.FromMilliseconds(tookMilliseconds));

        passed.Note(null, Start.AddSeconds(seconds - 0.1), Fast);
        passed.From.ShouldNotBe(DateTimeOffset.MinValue);
        passed.Note(null, Start.AddSeconds(seconds), Fast);
        passed.From.ShouldBe(DateTimeOffset.MinValue);
    }

    [Fact]
    public void A_clock_that_was_set_back_has_the_look_begin_at_the_beginning()
    {
        var passed = new PassedTimes();
        passed.Note(null, Start, TimeSpan.FromMinutes(1));

        passed.Note(null, Start.AddSeconds(-1), Fast);

        passed.From.ShouldBe(DateTimeOffset.MinValue);
    }
}
