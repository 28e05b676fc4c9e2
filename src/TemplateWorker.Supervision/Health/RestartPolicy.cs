namespace TemplateWorker.Supervision.Health;

/// <summary>
/// Decides how long to wait before a worker is restarted. Pure. There is no wait after the first death, nor after the death of
/// a worker that was ready for <see cref="AtWork"/>; each further failed start doubles the wait, from <see cref="FirstDelay"/>
/// on, until the worker has stayed up for <see cref="StayedUp"/>.
/// </summary>
/// <remarks>
/// A worker that fails to start suffers from a fault of the machine or the settings, so a long wait does no harm. A worker that
/// was ready is killed by one of its runs, which is quarantined after a few deaths, or from outside; the lanes of other
/// tenants must not wait for that. Its time at work and its start-up time bound the rate of restarts.
/// </remarks>
internal sealed class RestartPolicy
{
    /// <summary>A worker that was ready for this long has its earlier deaths reset.</summary>
    public static readonly TimeSpan StayedUp = TimeSpan.FromSeconds(30);

    /// <summary>Maximum wait of a worker that was never ready. Starts are retried for ever.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>A worker that was ready for this long is restarted without a wait.</summary>
    public static readonly TimeSpan AtWork = TimeSpan.FromMilliseconds(500);

    /// <summary>The first wait after a failed start, and the wait of a worker that was ready for less than <see cref="AtWork"/>.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Deaths in a row after which the worker is reported unhealthy.</summary>
    public const int UnhealthyAfter = 3;

    private int _failedStarts;

    /// <summary>Deaths since the worker last stayed up.</summary>
    public int Deaths { get; private set; }

    public bool IsUnhealthy => Deaths >= UnhealthyAfter;

    /// <summary>Notes a death.</summary>
    /// <param name="readyFor">How long the worker was ready; zero if it never was.</param>
    /// <returns>How long to wait before the next start.</returns>
    public TimeSpan NextDelay(TimeSpan readyFor)
    {
        if (readyFor >= StayedUp)
        {
            Deaths = 0;
        }

        Deaths++;
        _failedStarts = readyFor == TimeSpan.Zero ? _failedStarts + 1 : 0;
        if (Deaths == 1 || readyFor >= AtWork)
        {
            return TimeSpan.Zero;
        }

        var delay = FirstDelay * Math.Pow(2, Math.Clamp(_failedStarts - 2, 0, 20));
        return delay < MaxDelay ? delay : MaxDelay;
    }
}
