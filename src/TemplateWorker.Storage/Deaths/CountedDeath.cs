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
