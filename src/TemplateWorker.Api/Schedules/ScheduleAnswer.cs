using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Schedules;

/// <summary>A schedule with its payload.</summary>
internal sealed record ScheduleAnswer : ScheduleItem
{
    /// <summary>The event's payload.</summary>
    public required RawJson Data { get; init; }
}
