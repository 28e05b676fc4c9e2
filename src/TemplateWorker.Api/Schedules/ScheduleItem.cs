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

    /// <summary>The template that made it; null when it was made from outside.</summary>
    public required string? Template { get; init; }

    /// <summary>When it fires next; null when it never will.</summary>
    public required DateTimeOffset? NextAt { get; init; }

    /// <summary>The time that it fired for last; null before the first.</summary>
    public required DateTimeOffset? LastAt { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last written; firing does not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
