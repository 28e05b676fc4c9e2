namespace TemplateWorker.Storage.Lanes;

/// <summary>How often a template's deliveries are tried, and what comes then.</summary>
public sealed record DeliveryPolicy
{
    /// <summary>Deaths after which a delivery is quarantined, whatever the policy says.</summary>
    public const int MaxDeaths = 3;

    /// <summary>The policy of templates that have none of their own.</summary>
    public static DeliveryPolicy Default { get; } = new();

    /// <summary>Attempts in all, deaths not counted, 1 to 100. Default 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The longest wait before the second attempt; it doubles from attempt to attempt. Default 1 s.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of all. Default 1 h.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What comes after the last attempt. Default <see cref="ExhaustedAction.Skip"/>.</summary>
    public ExhaustedAction OnExhausted { get; init; } = ExhaustedAction.Skip;
}
