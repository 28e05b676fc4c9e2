namespace TemplateWorker.Supervision.Health;

/// <summary>
/// How long to wait before a worker is started again. Pure. The first death is answered at once, and so is that of a worker
/// that was <see cref="AtWork"/>; each further one of a worker that was never ready doubles the wait, from
/// <see cref="FirstDelay"/> on, until the worker has stayed up for <see cref="StayedUp"/>.
/// </summary>
/// <remarks>
/// One that does not come up waits for something that is wrong with the machine or the settings, and may wait for long. One
/// that was ready is ended by what it runs, which is quarantined after a few deaths, or from outside; until that is over
/// nobody else's lanes may stand still for it. Since it was at work for a while, and takes a while to start, its deaths cannot
/// become a loop that keeps a core busy.
/// </remarks>
internal sealed class RestartPolicy
{
    /// <summary>A worker that was ready for this long has proved itself, and its earlier deaths are forgotten.</summary>
    public static readonly TimeSpan StayedUp = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait of a worker that was never ready: it is retried this slowly, and never given up.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>A worker that was ready for this long has done something for its tenants.</summary>
    public static readonly TimeSpan AtWork = TimeSpan.FromMilliseconds(500);

    /// <summary>The first wait that is not zero, and the only one of a worker that was ready, but not for as long as that.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>From this many deaths in a row on the worker is reported unhealthy.</summary>
    public const int UnhealthyAfter = 3;

    private int _failedStarts;

    /// <summary>Deaths since the worker last stayed up.</summary>
    public int Deaths { get; private set; }

    public bool IsUnhealthy => Deaths >= UnhealthyAfter;

    /// <summary>Notes a death.</summary>
    /// <param name="readyFor">How long the worker was ready; zero when it never was.</param>
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
