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
