namespace TemplateWorker.Storage.Rates;

/// <summary>What was used of rates lately. Not thread-safe.</summary>
public abstract class RateUse
{
    private TimeSpan? _toldAt;

    /// <summary>Whether all its buckets are full, so that a new instance says the same.</summary>
    /// <param name="now">The time.</param>
    public abstract bool IsOver(TimeSpan now);

    /// <summary>Whether the operator is to be told now: at most once in a minute.</summary>
    /// <param name="now">The time.</param>
    public bool TryTell(TimeSpan now)
    {
        if (_toldAt is { } told && now - told < TokenBucket.Capacity)
        {
            return false;
        }

        _toldAt = now;
        return true;
    }
}
