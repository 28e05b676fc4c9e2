namespace TemplateWorker.Storage.Policies;

/// <summary>How often a template's deliveries are tried, and what happens after the last attempt.</summary>
public sealed record DeliveryPolicy
{
    /// <summary>The most attempts that a policy may give.</summary>
    public const int MostAttempts = 100;

    /// <summary>The least that <see cref="BackoffBase"/> and <see cref="BackoffCap"/> may be.</summary>
    public static readonly TimeSpan LeastBackoff = TimeSpan.FromMilliseconds(10);

    /// <summary>The most that <see cref="BackoffBase"/> and <see cref="BackoffCap"/> may be.</summary>
    public static readonly TimeSpan MostBackoff = TimeSpan.FromDays(7);

    /// <summary>The policy of templates without one of their own.</summary>
    public static DeliveryPolicy Default { get; } = new();

    /// <summary>Attempts in all, deaths not counted, 1 to <see cref="MostAttempts"/>. Default 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The longest wait before the second attempt; it doubles from attempt to attempt. 10 ms to 7 days. Default 1 s.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of all, not less than the first. 10 ms to 7 days. Default 1 h.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What happens after the last attempt. Default <see cref="ExhaustedAction.Skip"/>.</summary>
    public ExhaustedAction OnExhausted { get; init; } = ExhaustedAction.Skip;
}

/// <summary>What becomes of a lane when one of its deliveries is given up.</summary>
public enum ExhaustedAction
{
    /// <summary>The delivery becomes a dead letter, and the lane continues.</summary>
    Skip,

    /// <summary>The lane stops until the delivery is replayed or dropped.</summary>
    Park,
}

/// <summary>The policy in force for a template.</summary>
/// <param name="Policy">Its own, or <see cref="DeliveryPolicy.Default"/>.</param>
/// <param name="IsOwn">Whether it has one of its own, which may say the same as the default.</param>
public sealed record TemplatePolicy(DeliveryPolicy Policy, bool IsOwn);
