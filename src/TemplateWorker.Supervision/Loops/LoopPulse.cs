namespace TemplateWorker.Supervision.Loops;

/// <summary>When a loop last did its work. Thread-safe.</summary>
internal sealed class LoopPulse(TimeProvider time)
{
    private long _lastTicks;

    /// <summary>Null before the first success.</summary>
    public DateTimeOffset? LastSuccess =>
        Interlocked.Read(ref _lastTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The work was done now.</summary>
    public void Beat() => Interlocked.Exchange(ref _lastTicks, time.GetUtcNow().UtcTicks);
}
