using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Storage.Tests.Rates;

public sealed class TokenBucketTests
{
    private const int PerMinute = 60;

    private static readonly TimeSpan Start = TimeSpan.FromHours(5);

    [Fact]
    public void A_new_bucket_holds_a_minutes_worth()
    {
        var bucket = default(TokenBucket);

        bucket.IsFull(Start).ShouldBeTrue();
        bucket.Until(60, PerMinute, Start).ShouldBe(TimeSpan.Zero);
        bucket.Take(60, PerMinute, Start).Debt(Start).ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(61, 1)]
    [InlineData(120, 60)]
    [InlineData(660, 600)]
    public void What_is_not_there_becomes_a_debt_that_time_pays(int taken, int seconds)
    {
        var bucket = default(TokenBucket).Take(taken, PerMinute, Start);

        bucket.Debt(Start).ShouldBe(TimeSpan.FromSeconds(seconds));
        bucket.Debt(Start + TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1)).ShouldBe(TimeSpan.FromTicks(1));
        bucket.Debt(Start + TimeSpan.FromSeconds(seconds)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void An_empty_bucket_says_exactly_when_the_next_can_be_taken()
    {
        var bucket = default(TokenBucket).Take(60, PerMinute, Start);

        bucket.Until(1, PerMinute, Start).ShouldBe(TimeSpan.FromSeconds(1));
        bucket.Until(10, PerMinute, Start + TimeSpan.FromSeconds(3)).ShouldBe(TimeSpan.FromSeconds(7));
        bucket.Until(10, PerMinute, Start + TimeSpan.FromSeconds(10)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void It_fills_evenly_and_not_beyond_a_minutes_worth()
    {
        var later = Start + TimeSpan.FromHours(1);
        var bucket = default(TokenBucket).Take(60, PerMinute, Start);

        bucket.IsFull(Start + TimeSpan.FromSeconds(59)).ShouldBeFalse();
        bucket.IsFull(Start + TimeSpan.FromSeconds(60)).ShouldBeTrue();
        bucket.Take(60, PerMinute, later).Until(1, PerMinute, later).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void More_than_a_minutes_worth_can_be_taken_from_a_full_bucket_only()
    {
        var bucket = default(TokenBucket).Take(1, PerMinute, Start);

        bucket.Until(1_000, PerMinute, Start).ShouldBe(TimeSpan.FromSeconds(1));
        bucket.Until(1_000, PerMinute, Start + TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_given_back_was_never_taken()
    {
        var bucket = default(TokenBucket).Take(60, PerMinute, Start);

        bucket.GiveBack(10, PerMinute).Until(10, PerMinute, Start).ShouldBe(TimeSpan.Zero);
        bucket.GiveBack(10, PerMinute).Until(11, PerMinute, Start).ShouldBe(TimeSpan.FromSeconds(1));
        bucket.GiveBack(60, PerMinute).IsFull(Start).ShouldBeTrue();
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(10_000, 1)]
    public void A_debt_is_at_most_a_day_however_low_the_rate_is(long taken, long perMinute)
    {
        var bucket = default(TokenBucket).Take(taken, perMinute, Start).Take(taken, perMinute, Start);

        bucket.Debt(Start).ShouldBe(TokenBucket.MostDebt);
    }

    [Fact]
    public void Great_rates_are_exact_enough()
    {
        const long Rate = 64L << 30;
        var bucket = default(TokenBucket);
        for (var i = 0; i < 1_000; i++)
        {
            bucket = bucket.Take(Rate / 1_000, Rate, Start);
        }

        bucket.Until(Rate / 1_000, Rate, Start).TotalMilliseconds.ShouldBe(60, tolerance: 0.2);
    }
}
