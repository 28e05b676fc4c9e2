namespace TemplateWorker.Storage.Schedules;

/// <summary>A schedule whose time has come.</summary>
public sealed record DueSchedule
{
    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its expression.</summary>
    public required string Cron { get; init; }

    /// <summary>The expression's IANA time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Which missed times it fires for.</summary>
    public required CatchUp CatchUp { get; init; }

    /// <summary>The time that has come.</summary>
    public required DateTimeOffset NextAt { get; init; }
}
