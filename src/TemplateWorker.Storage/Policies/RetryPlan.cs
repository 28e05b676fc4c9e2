namespace TemplateWorker.Storage.Policies;

/// <summary>
/// When a delivery is tried again, and when no more: the back-off after an error of its run, the rest after its worker was
/// killed because of it, and the quarantine after repeated deaths of its worker. Pure.
/// </summary>
public static class RetryPlan
{
    /// <summary>Deaths of workers after which a delivery is quarantined, regardless of the template's policy.</summary>
    public const int MaxDeaths = 3;

    // Far beyond what MaxRest leaves; a power must not overflow.
    private const int MostDoublings = 20;

    /// <summary>The reason that a quarantined delivery gets.</summary>
    public const string Quarantined = "Quarantined";

    /// <summary>
    /// How long a delivery waits after its worker was killed because of it: long enough for the other tenants of that worker to
    /// load their templates and catch up. Repeated kills double it, up to <see cref="MaxRest"/>.
    /// </summary>
    public static readonly TimeSpan RestAfterKill = TimeSpan.FromSeconds(5);

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromMinutes(10);

    /// <summary>Deaths of a tenant's deliveries double the rest if they are not older than this.</summary>
    public static readonly TimeSpan RestMemory = TimeSpan.FromHours(1);

    /// <summary>The wait before the next attempt: exponential with full jitter, so that deliveries that failed together do not return together.</summary>
    /// <remarks>https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/</remarks>
    /// <param name="policy">The template's.</param>
    /// <param name="errors">Attempts that have failed so far, deaths not counted; at least 1.</param>
    /// <param name="jitter">A random number from 0 up to 1.</param>
    /// <returns>Null when the policy gives no further attempt.</returns>
    public static TimeSpan? Backoff(DeliveryPolicy policy, int errors, double jitter)
    {
        if (errors >= policy.MaxAttempts)
        {
            return null;
        }

        return Backoff(policy.BackoffBase, policy.BackoffCap, errors, jitter);
    }

    /// <summary>The wait after failures in a row: exponential with full jitter.</summary>
    /// <param name="first">The longest wait after the first failure; each further one doubles it.</param>
    /// <param name="cap">The longest wait.</param>
    /// <param name="failures">At least 1.</param>
    /// <param name="jitter">A random number from 0 up to 1.</param>
    public static TimeSpan Backoff(TimeSpan first, TimeSpan cap, int failures, double jitter)
    {
        var longest = first.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 40));
        return TimeSpan.FromMilliseconds(jitter * Math.Min(longest, cap.TotalMilliseconds));
    }

    /// <summary>The rest after a kill: the first rest, doubled for each earlier death, up to <see cref="MaxRest"/>.</summary>
    /// <param name="earlierDeaths">Deaths before this one; at least 0.</param>
    public static TimeSpan Rest(int earlierDeaths)
    {
        var rest = RestAfterKill * Math.Pow(2, Math.Min(earlierDeaths, MostDoublings));
        return rest < MaxRest ? rest : MaxRest;
    }

    /// <summary>An SQL expression for the rest of a delivery, given expressions for its first rest, earlier deaths and <see cref="MaxRest"/>.</summary>
    internal static string RestSql(string first, string deaths, string max) => $"least({first} * power(2, least({deaths}, {MostDoublings})), {max})";

    /// <summary>An SQL expression for the outcome of a death, given expressions for all deaths, <see cref="MaxDeaths"/> and the policy's action.</summary>
    internal static string OutcomeSql(string deaths, string max, string onExhausted) =>
        $"case when {deaths} < {max} then 'retry' when {onExhausted} = 'park' then 'parked' else 'dead' end";
}
