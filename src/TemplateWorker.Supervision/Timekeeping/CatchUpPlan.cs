using TemplateWorker.Schedules;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Decides for which times due schedules fire, and when they are due next. Pure.</summary>
/// <remarks>
/// A time more than <see cref="Grace"/> in the past counts as missed; a later one always fires. Of the missed times, <c>none</c>
/// fires none, <c>last</c> the last one unless a later time fires, and <c>all</c> every one, in order.
/// </remarks>
internal sealed class CatchUpPlan
{
    /// <summary>How late a firing may be without counting as missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Maximum number of times that one schedule fires for at once; the others are skipped.</summary>
    public const int MostOfSchedule = 100;

    /// <summary>Maximum number of firings in one plan, to keep its transaction short. Further schedules stay due for the next plan.</summary>
    public const int MostOfPlan = 1_000;

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly List<ScheduleMove> _moves = [];
    private readonly List<(DueSchedule Schedule, string Fault)> _broken = [];
    private readonly List<DueSchedule> _cutShort = [];

    private CatchUpPlan()
    {
    }

    /// <summary>The firings and next times of the schedules, in their order; those beyond <see cref="MostOfPlan"/> are left out.</summary>
    public IReadOnlyList<ScheduleMove> Moves => _moves;

    /// <summary>Schedules that are no longer valid, for example because a time zone was abolished; they never fire again.</summary>
    public IReadOnlyList<(DueSchedule Schedule, string Fault)> Broken => _broken;

    /// <summary>Schedules that missed more times than <see cref="MostOfSchedule"/>.</summary>
    public IReadOnlyList<DueSchedule> CutShort => _cutShort;

    /// <summary>Makes the plan.</summary>
    public static CatchUpPlan Of(DueSchedules due)
    {
        var plan = new CatchUpPlan();
        var firings = 0;
        foreach (var schedule in due.Schedules)
        {
            if (firings + MostOfSchedule > MostOfPlan)
            {
                break;
            }

            firings += plan.Add(schedule, due.Now);
        }

        return plan;
    }

    private int Add(DueSchedule schedule, DateTimeOffset now)
    {
        switch (CronSchedule.Parse(schedule.Cron, schedule.TimeZone))
        {
            case CronParse.Invalid invalid:
                _broken.Add((schedule, invalid.Fault));
                _moves.Add(new ScheduleMove(schedule, [], null));
                return 0;
            case CronParse.Valid valid:
                var fires = Fires(schedule, valid.Schedule, now);
                _moves.Add(new ScheduleMove(schedule, fires, valid.Schedule.Next(now)));
                return fires.Count;
            default:
                throw new InvalidOperationException("An expression is either valid or not.");
        }
    }

    private List<DateTimeOffset> Fires(DueSchedule schedule, CronSchedule cron, DateTimeOffset now)
    {
        var missedUntil = now - Grace;
        if (schedule.NextAt >= missedUntil)
        {
            return [.. Times(cron, schedule.NextAt, now + Tick)];
        }

        var late = cron.Next(missedUntil - Tick) is { } first ? Times(cron, first, now + Tick).ToList() : [];
        switch (schedule.CatchUp)
        {
            case CatchUp.All:
                var missed = Times(cron, schedule.NextAt, missedUntil).Take(MostOfSchedule - late.Count + 1).ToList();
                if (missed.Count > MostOfSchedule - late.Count)
                {
                    missed.RemoveAt(missed.Count - 1);
                    _cutShort.Add(schedule);
                }

                return [.. missed, .. late];
            case CatchUp.Last when late.Count == 0:
                return [LastMissed(schedule, cron, missedUntil)];
            default:
                return late;
        }
    }

    // Millions of times may have been missed, so the last one is searched from the end, in growing spans.
    private static DateTimeOffset LastMissed(DueSchedule schedule, CronSchedule cron, DateTimeOffset missedUntil)
    {
        for (var span = Grace; missedUntil - span > schedule.NextAt; span *= 4)
        {
            if (cron.Next(missedUntil - span) is { } found && found < missedUntil)
            {
                return Times(cron, found, missedUntil).Last();
            }
        }

        return Times(cron, schedule.NextAt, missedUntil).Last();
    }

    // The first time is included as given; the end is exclusive.
    private static IEnumerable<DateTimeOffset> Times(CronSchedule cron, DateTimeOffset first, DateTimeOffset end)
    {
        for (DateTimeOffset? time = first; time is { } found && found < end; time = cron.Next(found))
        {
            yield return found;
        }
    }
}
