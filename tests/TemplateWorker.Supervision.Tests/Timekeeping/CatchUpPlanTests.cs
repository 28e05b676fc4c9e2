using System.Globalization;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Supervision.Tests.Timekeeping;

/// <summary>What schedules do about times that nobody was there for.</summary>
public sealed class CatchUpPlanTests
{
    [Theory]
    [InlineData("none", "")]
    [InlineData("last", "15:00")]
    [InlineData("all", "11:00 12:00 13:00 14:00 15:00")]
    public void Missed_times_are_skipped_fired_once_or_fired_all(string catchUp, string fires)
    {
        var move = Plan("@hourly", catchUp, "11:00", "15:30").Moves.ShouldHaveSingleItem();
        Texts(move.Fires).ShouldBe(fires);
        move.NextAt.ShouldBe(At("16:00"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("last")]
    [InlineData("all")]
    public void A_time_that_is_up_to_a_minute_late_was_not_missed(string catchUp)
    {
        Texts(Plan("@hourly", catchUp, "15:00", "15:00:59").Moves.ShouldHaveSingleItem().Fires).ShouldBe("15:00");
        Texts(Plan("@hourly", catchUp, "15:00", "15:01").Moves.ShouldHaveSingleItem().Fires).ShouldBe("15:00");
    }

    [Theory]
    [InlineData("none", "15:00")]
    [InlineData("last", "15:00")]
    [InlineData("all", "13:00 14:00 15:00")]
    public void A_time_that_has_just_come_fires_whatever_was_missed_before(string catchUp, string fires)
    {
        Texts(Plan("@hourly", catchUp, "13:00", "15:00:10").Moves.ShouldHaveSingleItem().Fires).ShouldBe(fires);
    }

    [Fact]
    public void The_last_missed_time_is_found_however_long_ago_the_first_was()
    {
        var due = new DueSchedules(At("15:00:30"), [Due("* 3 1 1 *", "last", At("03:00").AddYears(-40).AddMonths(-2).AddDays(-1))]);
        var move = CatchUpPlan.Of(due).Moves.ShouldHaveSingleItem();
        move.Fires.ShouldBe([new DateTimeOffset(2026, 1, 1, 3, 59, 0, TimeSpan.Zero)]);
    }

    [Fact]
    public void Many_missed_times_fire_up_to_a_hundred_from_the_first_on_and_the_others_are_skipped()
    {
        var plan = Plan("* * * * *", "all", "01:00", "15:00:30");
        var move = plan.Moves.ShouldHaveSingleItem();
        move.Fires.Count.ShouldBe(100);
        move.Fires[0].ShouldBe(At("01:00"));
        move.Fires[^2].ShouldBe(At("02:38"));
        move.Fires[^1].ShouldBe(At("15:00"));
        move.NextAt.ShouldBe(At("15:01"));
        plan.CutShort.ShouldHaveSingleItem();
    }

    [Fact]
    public void Schedules_beyond_a_thousand_firings_stay_due_for_the_next_plan()
    {
        var due = Enumerable.Range(0, 30).Select(_ => Due("* * * * *", "all", At("01:00"))).ToList();
        var plan = CatchUpPlan.Of(new DueSchedules(At("15:00"), due));
        plan.Moves.Count.ShouldBe(10);
        plan.Moves.Sum(move => move.Fires.Count).ShouldBe(1_000);
    }

    [Fact]
    public void A_schedule_that_no_longer_makes_sense_stops_and_is_reported()
    {
        var plan = CatchUpPlan.Of(new DueSchedules(At("15:00"), [Due("@daily", "all", At("14:00")) with { TimeZone = "Asia/Atlantis" }]));
        plan.Moves.ShouldHaveSingleItem().NextAt.ShouldBeNull();
        plan.Broken.ShouldHaveSingleItem().Fault.ShouldContain("Asia/Atlantis");
    }

    private static CatchUpPlan Plan(string cron, string catchUp, string next, string now) =>
        CatchUpPlan.Of(new DueSchedules(At(now), [Due(cron, catchUp, At(next))]));

    private static DueSchedule Due(string cron, string catchUp, DateTimeOffset next) => new()
    {
        Tenant = new TenantId("guild", "1"),
        Name = "s",
        Cron = cron,
        TimeZone = "UTC",
        CatchUp = CatchUpWords.Parse(catchUp),
        NextAt = next,
    };

    private static DateTimeOffset At(string time) => new(
        new DateTime(2026, 3, 2) + TimeSpan.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string Texts(IEnumerable<DateTimeOffset> times) =>
        string.Join(' ', times.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture)));
}
