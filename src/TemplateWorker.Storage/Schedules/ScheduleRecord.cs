namespace TemplateWorker.Storage.Schedules;

/// <summary>A schedule as it is stored.</summary>
public sealed record ScheduleRecord
{
    /// <summary>Unique among the tenant's; 1 to 512 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>What it does; its <see cref="ScheduleContent.NextAt"/> is the next time from now on.</summary>
    public required ScheduleContent Content { get; init; }

    /// <summary>The time that it fired for last; null before the first.</summary>
    public required DateTimeOffset? LastAt { get; init; }

    /// <summary>When it was first written since it was last absent.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last written; firing does not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The names of a tenant's schedules.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Names">In no order.</param>
public sealed record ScheduleNames(DateTimeOffset Now, IReadOnlyList<string> Names);
