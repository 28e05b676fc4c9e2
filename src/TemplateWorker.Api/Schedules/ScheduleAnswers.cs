using TemplateWorker.Api.Replies;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Api.Schedules;

/// <summary>Maps schedules to answers.</summary>
internal static class ScheduleAnswers
{
    /// <param name="schedules">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static SchedulePageAnswer Page(IReadOnlyList<ScheduleRecord> schedules, int limit) =>
        new([.. schedules.Select(Item)], schedules.Count == limit ? schedules[^1].Name : null);

    public static ScheduleAnswer One(ScheduleRecord schedule) => new(Item(schedule), new RawJson(schedule.Content.DataJson));

    private static ScheduleItem Item(ScheduleRecord schedule) => new()
    {
        Name = schedule.Name,
        Cron = schedule.Content.Cron,
        Timezone = schedule.Content.TimeZone,
        Event = schedule.Content.EventName,
        CatchUp = schedule.Content.CatchUp.Word(),
        Template = schedule.Content.Template,
        NextAt = schedule.Content.NextAt,
        LastAt = schedule.LastAt,
        CreatedAt = schedule.CreatedAt,
        UpdatedAt = schedule.UpdatedAt,
    };
}
