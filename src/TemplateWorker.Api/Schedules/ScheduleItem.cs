using System.Diagnostics.CodeAnalysis;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Schedules;

/// <summary>A schedule in a list.</summary>
internal record ScheduleItem
{
    /// <summary>Unique among the tenant's.</summary>
    public required string Name { get; init; }

    /// <summary>The expression as it was written.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA time zone.</summary>
    public required string Timezone { get; init; }

    /// <summary>The event's name.</summary>
    public required string Event { get; init; }

    /// <summary>Which missed times fire later: <c>none</c>, <c>last</c> or <c>all</c>.</summary>
    public required string CatchUp { get; init; }

    /// <summary>The template that created it; null when it was created from outside.</summary>
    public required string? Template { get; init; }

    /// <summary>When it fires next; null when there is no next time.</summary>
    public required DateTimeOffset? NextAt { get; init; }

    /// <summary>The last time that it fired for; null before the first.</summary>
    public required DateTimeOffset? LastAt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last written; firing does not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A schedule with its payload.</summary>
internal sealed record ScheduleAnswer : ScheduleItem
{
    public ScheduleAnswer()
    {
    }

    [SetsRequiredMembers]
    public ScheduleAnswer(ScheduleItem item, RawJson data)
        : base(item) => Data = data;

    /// <summary>The event's payload.</summary>
    public required RawJson Data { get; init; }
}

/// <summary>A page of schedules.</summary>
/// <param name="Items">In the order of the names' code points.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record SchedulePageAnswer(IReadOnlyList<ScheduleItem> Items, string? NextAfter);

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
