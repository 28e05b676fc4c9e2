using TemplateWorker.Runs.Rates;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Tests.Rates;

public sealed class RunUseTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(5);

    private static readonly TenantRates Rates = new()
    {
        Runs = 60,
        ThreadTime = TimeSpan.FromSeconds(6),
        EmittedEvents = 120,
        LogLines = 600,
        WrittenBytes = 60_000,
    };

    public static TheoryData<TenantRate, long> EachRate() => new()
    {
        { TenantRate.Runs, 60 },
        { TenantRate.ThreadTime, 6_000 },
        { TenantRate.EmittedEvents, 120 },
        { TenantRate.LogLines, 600 },
        { TenantRate.WrittenBytes, 60_000 },
    };

    [Theory]
    [MemberData(nameof(EachRate))]
    public void A_minutes_worth_of_each_holds_nothing_back_and_ten_seconds_more_hold_for_ten_seconds(TenantRate rate, long minutesWorth)
    {
        var use = new RunUse();

        use.Charge(Cost(rate, minutesWorth), Rates, Start).ShouldBeFalse();
        use.HoldAt(Start).ShouldBeNull();

        use.Charge(Cost(rate, minutesWorth / 6), Rates, Start).ShouldBeTrue();
        use.HoldAt(Start).ShouldBe(new RateHold(rate, minutesWorth, TimeSpan.FromSeconds(10)));
        use.HoldAt(Start + TimeSpan.FromSeconds(4)).ShouldBe(new RateHold(rate, minutesWorth, TimeSpan.FromSeconds(6)));
        use.HoldAt(Start + TimeSpan.FromSeconds(10)).ShouldBeNull();
    }

    [Fact]
    public void A_debt_of_less_than_a_second_does_not_hold()
    {
        var use = new RunUse();

        use.Charge(new RunCost { LogLines = 609 }, Rates, Start).ShouldBeFalse();
        use.HoldAt(Start).ShouldBeNull();
        use.Charge(new RunCost { LogLines = 1 }, Rates, Start).ShouldBeTrue();
        use.HoldAt(Start)!.Wait.ShouldBe(RunUse.Slack);
    }

    [Fact]
    public void What_is_used_during_a_hold_lengthens_it_however_little_it_is()
    {
        var use = new RunUse();
        use.Charge(new RunCost { Runs = 62 }, Rates, Start);
        var later = Start + TimeSpan.FromSeconds(1.5);

        use.Charge(new RunCost { LogLines = 1 }, Rates, later).ShouldBeFalse();
        use.HoldAt(later)!.Wait.ShouldBe(TimeSpan.FromSeconds(0.5));
        use.Charge(new RunCost { Runs = 1 }, Rates, later).ShouldBeFalse();
        use.HoldAt(later)!.Wait.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void Of_several_debts_the_longest_is_named()
    {
        var use = new RunUse();

        use.Charge(new RunCost { Runs = 65, ThreadTime = TimeSpan.FromSeconds(9), WrittenBytes = 60_000 }, Rates, Start);

        use.HoldAt(Start).ShouldBe(new RateHold(TenantRate.ThreadTime, 6_000, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_steady_use_just_below_the_rate_is_never_held_back()
    {
        var use = new RunUse();
        for (var second = 0; second < 1_000; second++)
        {
            var cost = new RunCost { Runs = 1, ThreadTime = TimeSpan.FromMilliseconds(100), EmittedEvents = 2, LogLines = 10, WrittenBytes = 1_000 };
            use.Charge(cost, Rates, Start + TimeSpan.FromSeconds(second)).ShouldBeFalse();
        }

        use.HoldAt(Start + TimeSpan.FromSeconds(999)).ShouldBeNull();
    }

    [Fact]
    public void A_use_far_above_the_rate_comes_down_to_it()
    {
        var use = new RunUse();
        var runs = 0;
        for (var time = TimeSpan.Zero; time < TimeSpan.FromMinutes(10); time += TimeSpan.FromMilliseconds(100))
        {
            if (use.HoldAt(Start + time) is null)
            {
                runs++;
                use.Charge(new RunCost { Runs = 1 }, Rates, Start + time);
            }
        }

        // The first minute's worth, ten minutes, and the debt that is allowed.
        runs.ShouldBeInRange(60 + 597, 60 + 603);
    }

    [Fact]
    public void It_is_over_a_minute_after_the_debt_is_paid()
    {
        var use = new RunUse();
        use.Charge(new RunCost { EmittedEvents = 240 }, Rates, Start);

        use.IsOver(Start + TimeSpan.FromSeconds(119)).ShouldBeFalse();
        use.IsOver(Start + TimeSpan.FromSeconds(120)).ShouldBeTrue();
    }

    private static RunCost Cost(TenantRate rate, long amount) => rate switch
    {
        TenantRate.Runs => new RunCost { Runs = (int)amount },
        TenantRate.ThreadTime => new RunCost { ThreadTime = TimeSpan.FromMilliseconds(amount) },
        TenantRate.EmittedEvents => new RunCost { EmittedEvents = (int)amount },
        TenantRate.LogLines => new RunCost { LogLines = (int)amount },
        _ => new RunCost { WrittenBytes = amount },
    };
}
