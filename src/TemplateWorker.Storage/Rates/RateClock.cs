namespace TemplateWorker.Storage.Rates;

/// <summary>The time of <see cref="TokenBucket"/>s. Thread-safe.</summary>
/// <param name="time">The clock.</param>
public sealed class RateClock(TimeProvider time)
{
    // A clock that began long ago has more digits than its conversion to a time keeps.
    private readonly long _start = time.GetTimestamp();

    /// <summary>The time since this instance was made.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);
}
