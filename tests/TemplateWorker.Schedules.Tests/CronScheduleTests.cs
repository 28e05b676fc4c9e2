using System.Globalization;

namespace TemplateWorker.Schedules.Tests;

/// <summary>Which times an expression names.</summary>
public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * *", "2026-03-02 10:07", "10:15 10:30 10:45 11:00")]
    [InlineData("5/20 10 * * *", "2026-03-02 00:00", "10:05 10:25 10:45")]
    [InlineData("0,30 8-9 * * *", "2026-03-02 00:00", "08:00 08:30 09:00 09:30")]
    [InlineData("10-50/20 12 * * *", "2026-03-02 00:00", "12:10 12:30 12:50")]
    public void Lists_ranges_and_steps_name_times_of_the_day(string cron, string after, string times)
    {
        Next(cron, "UTC", after, times.Split(' ').Length).Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture))
            .ShouldBe(times.Split(' '));
    }

    [Theory]
    [InlineData("0 6 * * mon-fri", "2026-03-06 07:00", "03-09 03-10")]
    [InlineData("0 6 * * 0", "2026-03-06 07:00", "03-08 03-15")]
    [InlineData("0 6 * * 7", "2026-03-06 07:00", "03-08 03-15")]
    [InlineData("0 6 * * Sat-Sun", "2026-03-06 07:00", "03-07 03-08 03-14")]
    [InlineData("0 6 1,15 * *", "2026-03-06 07:00", "03-15 04-01")]
    [InlineData("0 6 31 * *", "2026-03-31 07:00", "05-31 07-31")]
    [InlineData("0 6 29 feb *", "2026-03-31 07:00", "02-29 02-29")]
    public void Days_are_named_by_month_and_by_week(string cron, string after, string days)
    {
        Next(cron, "UTC", after, days.Split(' ').Length).Select(time => time.ToString("MM-dd", CultureInfo.InvariantCulture))
            .ShouldBe(days.Split(' '));
    }

    [Theory]
    [InlineData("0 6 L * *", "2028-01-31 07:00", "02-29 03-31 04-30")]
    [InlineData("0 6 l feb ?", "2027-01-31 07:00", "02-28 02-29 02-28")]
    [InlineData("0 6 L-3 * *", "2026-03-01 07:00", "03-28 04-27 05-28")]
    [InlineData("0 6 L-30 * *", "2026-03-31 07:00", "05-01 07-01 08-01")]
    [InlineData("0 6 LW * *", "2026-01-01 07:00", "01-30 02-27 03-31 04-30 05-29")]
    [InlineData("0 6 15W * *", "2026-01-20 07:00", "02-16 03-16 04-15 05-15")]
    [InlineData("0 6 1w * *", "2026-07-31 07:00", "08-03 09-01 10-01 11-02")]
    [InlineData("0 6 31W * *", "2026-01-01 07:00", "01-30 03-31 05-29 07-31")]
    [InlineData("0 6 1,L * *", "2026-03-06 07:00", "03-31 04-01 04-30 05-01")]
    [InlineData("0 6 ? * FRI#2", "2026-03-06 07:00", "03-13 04-10 05-08")]
    [InlineData("0 6 * * 5#5", "2026-03-06 07:00", "05-29 07-31")]
    [InlineData("0 6 * * 7#1,sun#3", "2026-03-06 07:00", "03-15 04-05 04-19")]
    [InlineData("0 6 * * friL", "2026-03-06 07:00", "03-27 04-24 05-29")]
    [InlineData("0 6 * * 0l", "2026-03-06 07:00", "03-29 04-26 05-31")]
    [InlineData("0 6 ? * ?", "2026-03-06 07:00", "03-07 03-08")]
    [InlineData("0 6 13 * friL", "2026-03-06 07:00", "03-13 03-27 04-13 04-24")]
    [InlineData("0 6 L * mon", "2026-03-24 07:00", "03-30 03-31 04-06")]
    [InlineData("0 6 */2 * fri#1", "2026-03-06 07:00", "04-03 05-01 06-05")]
    public void Days_are_counted_within_their_month(string cron, string after, string days)
    {
        string.Join(' ', Next(cron, "UTC", after, days.Split(' ').Length).Select(time => time.ToString("MM-dd", CultureInfo.InvariantCulture))).ShouldBe(days);
    }

    [Fact]
    public void Days_that_are_counted_follow_the_clocks_of_their_zone()
    {
        Local("30 2 * * sunL", "Europe/Berlin", "2026-03-01 00:00", 2).ShouldBe(["29T03:00+02", "26T02:30+02"]);
    }

    [Fact]
    public void Where_both_day_fields_are_restricted_a_day_that_either_names_counts()
    {
        Next("0 0 13 * fri", "UTC", "2026-04-01 00:00", 5).Select(time => time.Day).ShouldBe([3, 10, 13, 17, 24]);
    }

    [Fact]
    public void A_day_field_that_begins_with_a_wildcard_must_match_together_with_the_other()
    {
        Next("0 0 */2 * mon", "UTC", "2026-04-01 00:00", 3).Select(time => (time.Month, time.Day))
            .ShouldBe([(4, 13), (4, 27), (5, 11)]);
    }

    [Theory]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@annually", "0 0 1 1 *")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@Hourly", "0 * * * *")]
    public void Names_stand_for_expressions(string name, string cron)
    {
        Next(name, "Europe/Berlin", "2026-03-06 07:12", 5).ShouldBe(Next(cron, "Europe/Berlin", "2026-03-06 07:12", 5));
    }

    // The clocks of Berlin: 2026-03-29 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-27 12:00", "28T02:30+01 29T03:00+02 30T02:30+02")]
    [InlineData("0,30 2 * * *", "Europe/Berlin", "2026-03-28 12:00", "29T03:00+02 30T02:00+02 30T02:30+02")]
    [InlineData("0 2,3 * * *", "Europe/Berlin", "2026-03-28 12:00", "29T03:00+02 30T02:00+02 30T03:00+02")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24 12:00", "25T02:30+02 26T02:30+01")]
    [InlineData("30 1-3 * * *", "Europe/Berlin", "2026-10-24 12:00", "25T01:30+02 25T02:30+02 25T03:30+01")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07 12:00", "08T03:00-04 09T02:30-04")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31 12:00", "01T01:30-04 02T01:30-05")]
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03 00:00", "04T02:30+11 05T02:15+11")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04 00:00", "05T01:45+11 06T01:45+10")]
    public void A_time_of_the_day_fires_once_on_every_day(string cron, string zone, string after, string times)
    {
        Local(cron, zone, after, times.Split(' ').Length).ShouldBe(times.Split(' '));
    }

    [Theory]
    [InlineData("*/20 * * * *", "Europe/Berlin", "2026-03-29 00:30", "01:40+01 03:00+02 03:20+02")]
    [InlineData("30 * * * *", "Europe/Berlin", "2026-03-29 00:00", "01:30+01 03:30+02 04:30+02")]
    [InlineData("0 */2 * * *", "Europe/Berlin", "2026-03-28 22:59", "00:00+01 03:00+02 04:00+02 06:00+02")]
    [InlineData("*/20 2 * * *", "Europe/Berlin", "2026-03-28 12:00", "03:00+02 03:20+02 03:40+02 02:00+02")]
    [InlineData("*/20 * * * *", "Europe/Berlin", "2026-10-25 00:30", "02:40+02 02:00+01 02:20+01 02:40+01 03:00+01")]
    [InlineData("0 * * * *", "America/New_York", "2026-11-01 04:30", "01:00-04 01:00-05 02:00-05")]
    [InlineData("0 * * * *", "Australia/Lord_Howe", "2026-10-03 14:00", "01:00+10 02:30+11 03:00+11")]
    [InlineData("*/15 * * * *", "Australia/Lord_Howe", "2026-04-04 14:20", "01:30+11 01:45+11 01:30+10 01:45+10 02:00+10")]
    public void An_interval_goes_on_in_real_time(string cron, string zone, string after, string times)
    {
        var expected = times.Split(' ');
        Local(cron, zone, after, expected.Length + 1).Select(time => time[(time.IndexOf('T') + 1)..])
            .SkipWhile(time => time != expected[0]).Take(expected.Length).ShouldBe(expected);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/St_Johns")]
    [InlineData("Asia/Kathmandu")]
    public void Every_minute_is_every_minute_of_the_year(string zone)
    {
        var schedule = Valid("* * * * *", zone);
        var time = Utc("2026-01-01 00:00");
        for (var minute = 0; minute < 24 * 60 * 365; minute++)
        {
            var next = schedule.Next(time).ShouldNotBeNull();
            (next - time).ShouldBe(TimeSpan.FromMinutes(1), $"after {time:u}");
            time = next;
        }
    }

    [Fact]
    public void A_zone_that_left_a_day_out_fires_the_times_of_that_day_at_its_end()
    {
        Local("0 12 * * *", "Pacific/Apia", "2011-12-29 00:00", 3).ShouldBe(["29T12:00-10", "31T00:00+14", "31T12:00+14"]);
    }

    [Theory]
    [InlineData("60 * * * *", "The minute '60' is not one: it must be 0 to 59.")]
    [InlineData("* 24 * * *", "The hour '24' is not one: it must be 0 to 23.")]
    [InlineData("* * 0 * *", "The day of month '0' is not one: it must be 1 to 31, L (the last day), L-3 (three days before it), LW (the last workday) or 15W (the workday nearest to the 15th).")]
    [InlineData("* * * 13 *", "The month '13' is not one: it must be 1 to 12 or jan to dec.")]
    [InlineData("* * * * 8", "The weekday '8' is not one: it must be 0 to 7 (0 and 7 are Sunday), sun to sat, fri#2 (the second Friday) or friL (the last one).")]
    [InlineData("* * * * mo", "The weekday 'mo' is not one: it must be 0 to 7 (0 and 7 are Sunday), sun to sat, fri#2 (the second Friday) or friL (the last one).")]
    [InlineData("+5 * * * *", "The minute '+5' is not one: it must be 0 to 59.")]
    [InlineData("1,,2 * * * *", "The minute '' is not one: it must be 0 to 59.")]
    [InlineData("*/0 * * * *", "The minute '*/0' has the step '0'; a step must be 1 to 59.")]
    [InlineData("* 22-4 * * *", "The hour range '22-4' runs backwards; write it as two ranges with a comma between.")]
    [InlineData("* * * *", "'* * * *' has 4 fields; it must have five: minute, hour, day of month, month, weekday, such as '30 6 * * mon-fri'.")]
    [InlineData("0 * * * * *", "'0 * * * * *' has 6 fields; it must have five: minute, hour, day of month, month, weekday, such as '30 6 * * mon-fri'. There are no seconds: leave the first field out.")]
    [InlineData("@fortnightly", "'@fortnightly' is no name of a schedule; there are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly.")]
    [InlineData("0 0 31 2 *", "'0 0 31 2 *' never comes: no month that it names has a day that it names. The last day of every month is L.")]
    [InlineData("0 0 31 apr,jun *", "'0 0 31 apr,jun *' never comes: no month that it names has a day that it names. The last day of every month is L.")]
    [InlineData("0 0 L-30 2 *", "'0 0 L-30 2 *' never comes: no month that it names has a day that it names. The last day of every month is L.")]
    [InlineData("0 0 12 1 1 ? 2027", "'0 0 12 1 1 ? 2027' has 7 fields; it must have five: minute, hour, day of month, month, weekday, such as '30 6 * * mon-fri'. There are neither seconds nor years: leave the first and the last field out.")]
    [InlineData("CRON_TZ=UTC 0 6 * * *", "'CRON_TZ=UTC 0 6 * * *' has 6 fields; it must have five: minute, hour, day of month, month, weekday, such as '30 6 * * mon-fri'. A time zone is given beside the expression.")]
    [InlineData("@reboot", "'@reboot' is no name of a schedule; there are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly. The event 'startup' comes when a supervisor starts.")]
    [InlineData("@every 5m", "'@every 5m' is no name of a schedule; there are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly. An interval is written with a step, such as '*/5 * * * *'.")]
    [InlineData("? * * * *", "The minute '?' is not one: only the two day fields may have it; write *.")]
    [InlineData("0 0 32W * *", "The day of month '32W' is not one: it must be 1 to 31, L (the last day), L-3 (three days before it), LW (the last workday) or 15W (the workday nearest to the 15th).")]
    [InlineData("0 0 L-31 * *", "The day of month 'L' is not one: it must be 1 to 31, L (the last day), L-3 (three days before it), LW (the last workday) or 15W (the workday nearest to the 15th).")]
    [InlineData("0 0 * * fri#6", "The weekday 'fri#6' is not one: it must be 0 to 7 (0 and 7 are Sunday), sun to sat, fri#2 (the second Friday) or friL (the last one).")]
    [InlineData("0 0 * * L", "The weekday 'L' is not one: it must be 0 to 7 (0 and 7 are Sunday), sun to sat, fri#2 (the second Friday) or friL (the last one).")]
    public void What_is_wrong_with_an_expression_is_said(string cron, string fault)
    {
        CronSchedule.Parse(cron, "UTC").ShouldBe(new CronParse.Invalid(fault));
    }

    [Theory]
    [InlineData("Europe/Berln", "'Europe/Berln' is no IANA time zone; did you mean 'Europe/Berlin'?")]
    [InlineData("europe/berlin", "'europe/berlin' is no IANA time zone; did you mean 'Europe/Berlin'?")]
    [InlineData("W. Europe Standard Time", "'W. Europe Standard Time' is no IANA time zone, such as 'Europe/Berlin' or 'UTC'.")]
    [InlineData("../../etc/passwd", "'../../etc/passwd' is no IANA time zone, such as 'Europe/Berlin' or 'UTC'.")]
    [InlineData("right/Europe/Berlin", "'right/Europe/Berlin' is no IANA time zone; did you mean 'Europe/Berlin'?")]
    [InlineData("", "'' is no IANA time zone, such as 'Europe/Berlin' or 'UTC'.")]
    public void What_is_wrong_with_a_time_zone_is_said(string zone, string fault)
    {
        CronSchedule.Parse("@daily", zone).ShouldBe(new CronParse.Invalid(fault));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("US/Eastern")]
    [InlineData("Etc/GMT+5")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void Every_kind_of_IANA_name_is_taken(string zone)
    {
        CronSchedule.Parse("@daily", zone).ShouldBeOfType<CronParse.Valid>();
    }

    private static CronSchedule Valid(string cron, string zone) =>
        CronSchedule.Parse(cron, zone).ShouldBeOfType<CronParse.Valid>().Schedule;

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static List<DateTimeOffset> Next(string cron, string zone, string after, int count)
    {
        var schedule = Valid(cron, zone);
        var times = new List<DateTimeOffset>();
        for (var time = schedule.Next(Utc(after)); times.Count < count; time = schedule.Next(time!.Value))
        {
            times.Add(time.ShouldNotBeNull());
        }

        return times;
    }

    private static IEnumerable<string> Local(string cron, string zone, string after, int count) =>
        Next(cron, zone, after, count).Select(time =>
            TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(zone))
                .ToString("dd'T'HH:mmzz", CultureInfo.InvariantCulture));
}
