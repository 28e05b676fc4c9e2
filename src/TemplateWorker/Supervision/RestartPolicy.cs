namespace TemplateWorker.Supervision;

/// <summary>
/// How long to wait before a worker is started again. Pure. The first death is answered at once; each further one
/// doubles the wait, until the worker has stayed up for <see cref="StayedUp"/>.
/// </summary>
internal sealed class RestartPolicy
{
    /// <summary>A worker that was ready for this long has proved itself, and its earlier deaths are forgotten.</summary>
    public static readonly TimeSpan StayedUp = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait: a worker that keeps dying is retried this slowly, and never given up.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>From this many deaths in a row on the worker is reported unhealthy.</summary>
    public const int UnhealthyAfter = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

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
        if (Deaths == 1)
        {
            return TimeSpan.Zero;
        }

        var doublings = Math.Min(Deaths - 2, 20);
        var delay = FirstDelay * Math.Pow(2, doublings);
        return delay < MaxDelay ? delay : MaxDelay;
    }
}
