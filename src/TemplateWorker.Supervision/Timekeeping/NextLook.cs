namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Decides when to look for due work again. Pure.</summary>
internal static class NextLook
{
    /// <summary>The longest time between two looks: work that is due sooner than what was known can have come meanwhile.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>The wait when work is due that others have in hand.</summary>
    public static readonly TimeSpan WhileOthersWork = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait when the next work is due after this long; null when none is known.</summary>
    public static TimeSpan Until(TimeSpan? untilNext) => untilNext switch
    {
        null => Longest,
        { } due when due <= TimeSpan.Zero => TimeSpan.Zero,
        { } due when due >= Longest => Longest,
        // Timers count whole milliseconds: a look just before the time would find nothing.
        { } due => TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)),
    };

    /// <summary>How long to wait after a pass over due work that got so much done.</summary>
    public static TimeSpan AfterPass(int done) => done > 0 ? TimeSpan.Zero : WhileOthersWork;
}
