namespace TemplateWorker.Storage.Rates;

/// <summary>
/// What is left of a rate: a minute's worth while nothing is used, and below zero a debt. Pure: the time is an argument, counted from any
/// start that stays the same.
/// </summary>
/// <remarks>
/// Kept as one number, the time at which the bucket is full again (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). So nothing has to
/// refill it, and a bucket that is full equals a new one.
/// </remarks>
public readonly record struct TokenBucket
{
    /// <summary>How much a full bucket holds, as the time in which it fills.</summary>
    public static readonly TimeSpan Capacity = TimeSpan.FromMinutes(1);

    /// <summary>The greatest debt: one run with a limit set far too low must not stop its tenant for a year.</summary>
    public static readonly TimeSpan MostDebt = TimeSpan.FromDays(1);

    private readonly TimeSpan _fullAt;

    private TokenBucket(TimeSpan fullAt) => _fullAt = fullAt;

    /// <summary>Whether nothing is missing, as in a new one.</summary>
    /// <param name="now">The time.</param>
    public bool IsFull(TimeSpan now) => _fullAt <= now;

    /// <summary>How long it takes until the debt is paid; zero without one.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan Debt(TimeSpan now) => Positive(_fullAt - now - Capacity);

    /// <summary>How long it takes until this much can be taken without a debt, or, of more than a bucket holds, from a full one; zero for now.</summary>
    /// <param name="amount">How much, at least 0.</param>
    /// <param name="perMinute">The rate, in the same unit; at least 1.</param>
    /// <param name="now">The time.</param>
    public TimeSpan Until(long amount, long perMinute, TimeSpan now)
    {
        var worth = Worth(amount, perMinute);
        return Positive(Positive(_fullAt - now) + (worth < Capacity ? worth : Capacity) - Capacity);
    }

    /// <summary>Takes out; what is not there becomes a debt of at most <see cref="MostDebt"/>.</summary>
    /// <param name="amount">How much, at least 0.</param>
    /// <param name="perMinute">The rate, in the same unit; at least 1.</param>
    /// <param name="now">The time.</param>
    public TokenBucket Take(long amount, long perMinute, TimeSpan now)
    {
        var fullAt = (IsFull(now) ? now : _fullAt) + Worth(amount, perMinute);
        var latest = now + Capacity + MostDebt;
        return new TokenBucket(fullAt < latest ? fullAt : latest);
    }

    /// <summary>Puts back what was taken for nothing.</summary>
    /// <param name="amount">As it was taken.</param>
    /// <param name="perMinute">As it was taken.</param>
    public TokenBucket GiveBack(long amount, long perMinute) => new(_fullAt - Worth(amount, perMinute));

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private static TimeSpan Worth(long amount, long perMinute)
    {
        var ticks = Math.Ceiling((double)amount * Capacity.Ticks / perMinute);
        var most = Capacity + MostDebt;
        return ticks < most.Ticks ? TimeSpan.FromTicks((long)ticks) : most;
    }
}
