using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Rates;

/// <summary>
/// What a tenant's runs have used of its rates, and whether it is held back. A run is charged when it has ended, so it may leave a debt; a debt
/// of at least <see cref="Slack"/> holds the tenant back until it is paid. Pure and not thread-safe.
/// </summary>
internal sealed class RunUse : RateUse
{
    /// <summary>
    /// A smaller debt holds nothing back. Without it a tenant at its rate would wait a millisecond before each run, and its lanes would be read
    /// as often.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly RecentSteps _lastMinute = new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
    private TokenBucket _runs;
    private TokenBucket _threadTime;
    private TokenBucket _emittedEvents;
    private TokenBucket _logLines;
    private TokenBucket _writtenBytes;
    private TenantRate _rate;
    private long _limit;
    private TimeSpan _heldUntil;

    public override bool IsOver(TimeSpan now) =>
        _runs.IsFull(now) && _threadTime.IsFull(now) && _emittedEvents.IsFull(now) && _logLines.IsFull(now) && _writtenBytes.IsFull(now)
        && ThreadTimeOfLastMinute(now) == TimeSpan.Zero;

    /// <summary>Charges what was used.</summary>
    /// <param name="cost">What was used.</param>
    /// <param name="rates">Of the tenant.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the tenant is held back from now on, and was not before.</returns>
    public bool Charge(in RunCost cost, TenantRates rates, TimeSpan now)
    {
        _lastMinute.At(now) += cost.ThreadTime;
        _runs = _runs.Take(cost.Runs, rates.Runs, now);
        _threadTime = _threadTime.Take(cost.ThreadTime.Ticks, rates.ThreadTime.Ticks, now);
        _emittedEvents = _emittedEvents.Take(cost.EmittedEvents, rates.EmittedEvents, now);
        _logLines = _logLines.Take(cost.LogLines, rates.LogLines, now);
        _writtenBytes = _writtenBytes.Take(cost.WrittenBytes, rates.WrittenBytes, now);

        var (rate, debt) = Greatest(now);
        var wasHeld = _heldUntil > now;
        if (debt >= Slack || (wasHeld && debt > TimeSpan.Zero))
        {
            (_rate, _limit, _heldUntil) = (rate, rates.Of(rate), now + debt);
        }

        return !wasHeld && _heldUntil > now;
    }

    /// <summary>How much thread time the tenant used in the last minute.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan ThreadTimeOfLastMinute(TimeSpan now) => new(_lastMinute.All(now).Sum(step => step.Ticks));

    /// <summary>By what the tenant is held back, and for how long; null when it is not.</summary>
    /// <param name="now">The time.</param>
    public RateHold? HoldAt(TimeSpan now) => _heldUntil > now ? new RateHold(_rate, _limit, _heldUntil - now) : null;

    private (TenantRate Rate, TimeSpan Debt) Greatest(TimeSpan now)
    {
        var greatest = (Rate: TenantRate.Runs, Debt: _runs.Debt(now));
        Compare(TenantRate.ThreadTime, _threadTime.Debt(now));
        Compare(TenantRate.EmittedEvents, _emittedEvents.Debt(now));
        Compare(TenantRate.LogLines, _logLines.Debt(now));
        Compare(TenantRate.WrittenBytes, _writtenBytes.Debt(now));
        return greatest;

        void Compare(TenantRate rate, TimeSpan debt)
        {
            if (debt > greatest.Debt)
            {
                greatest = (rate, debt);
            }
        }
    }
}
