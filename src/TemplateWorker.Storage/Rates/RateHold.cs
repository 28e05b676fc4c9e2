namespace TemplateWorker.Storage.Rates;

/// <summary>A tenant that has used up a rate.</summary>
/// <param name="Rate">Which one; of several, the one that takes longest.</param>
/// <param name="Limit">What it may use, as <see cref="TenantRates.Of"/> says it.</param>
/// <param name="Wait">How long it must wait, more than zero.</param>
public sealed record RateHold(TenantRate Rate, long Limit, TimeSpan Wait)
{
    /// <summary>The setting and its value, such as <c>limits.runs_per_minute (60000 runs)</c>.</summary>
    public override string ToString() => $"{Rate.Setting()} ({Limit} {Rate.Unit()})";
}
