namespace TemplateWorker.Schedules.Tests;

public sealed class ZoneLinksTests
{
    [Theory]
    [InlineData("US/Eastern", "America/New_York")]
    [InlineData("Asia/Calcutta", "Asia/Kolkata")]
    [InlineData("Europe/Kiev", "Europe/Kyiv")]
    public void A_system_without_an_older_name_takes_the_present_one(string older, string present)
    {
        ZoneClock.TryFind(older, name => name == older ? null : TimeZoneInfo.FindSystemTimeZoneById(name), out var clock, out var fault).ShouldBeTrue(fault);

        var moment = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
        clock!.ReadingAt(moment).ShouldBe(TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(present)).DateTime);
    }

    [Fact]
    public void A_system_without_either_name_refuses_it() => ZoneClock.TryFind("US/Eastern", _ => null, out _, out _).ShouldBeFalse();

    [Fact]
    public void Every_present_name_is_a_zone_of_its_own() =>
        ZoneLinks.Names.Select(name => ZoneLinks.TargetOf(name)!).Distinct(StringComparer.Ordinal)
            .Where(present => ZoneLinks.TargetOf(present) is not null || !TimeZoneInfo.TryFindSystemTimeZoneById(present, out _))
            .ShouldBeEmpty();
}
