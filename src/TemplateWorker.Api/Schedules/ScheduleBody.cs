using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Schedules;

/// <summary>A schedule to store.</summary>
internal sealed record ScheduleBody
{
    /// <summary>Five fields (minute, hour, day of month, month, weekday), or a name such as <c>@hourly</c>.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA time zone; <c>UTC</c> when it is left out.</summary>
    public string? Timezone { get; init; }

    /// <summary>The event's name; the schedule's own when it is left out.</summary>
    public string? Event { get; init; }

    /// <summary>The payload, any JSON value of at most <c>limits.event_payload</c> bytes; null when it is left out.</summary>
    public RawJson Data { get; init; }

    /// <summary>Which missed times fire later: <c>none</c> (the default), <c>last</c> or <c>all</c>.</summary>
    public string? CatchUp { get; init; }
}
