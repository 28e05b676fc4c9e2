namespace TemplateWorker.Storage.Schedules;

/// <summary>A schedule that is due.</summary>
public sealed record DueSchedule
{
    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its expression.</summary>
    public required string Cron { get; init; }

    /// <summary>The expression's IANA time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Which missed times it fires for.</summary>
    public required CatchUp CatchUp { get; init; }

    /// <summary>The time at which it was due.</summary>
    public required DateTimeOffset NextAt { get; init; }
}

/// <summary>The schedules that are due.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Schedules">The earliest first.</param>
public sealed record DueSchedules(DateTimeOffset Now, IReadOnlyList<DueSchedule> Schedules)
{
    /// <summary>What is wrong with the owners of rows that were skipped, which other programs stored.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
