namespace TemplateWorker.Storage.Deaths;

/// <summary>A death that was counted.</summary>
public sealed record CountedDeath
{
    /// <summary>The delivery.</summary>
    public required long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The template that was running.</summary>
    public required string Template { get; init; }

    /// <summary>How often it has died by now.</summary>
    public required int Deaths { get; init; }

    /// <summary>What becomes of it.</summary>
    public required DeathVerdict Verdict { get; init; }
}

/// <summary>What happens to a delivery whose worker died.</summary>
public enum DeathVerdict
{
    /// <summary>It is tried again.</summary>
    Again,

    /// <summary>It reached the limit of deaths, and is now a dead letter.</summary>
    Quarantined,

    /// <summary>It reached the limit of deaths, and holds its lane until it is replayed or dropped.</summary>
    Parked,
}
