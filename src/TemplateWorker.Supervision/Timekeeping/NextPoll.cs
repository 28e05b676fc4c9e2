namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Decides when to poll for due work again. Pure.</summary>
internal static class NextPoll
{
    /// <summary>Longest time between two polls, since work with an earlier due time may be added meanwhile.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Wait while other supervisors have locked the due work.</summary>
    public static readonly TimeSpan WhileOthersWork = TimeSpan.FromMilliseconds(100);

    /// <summary>Wait until the next poll if the next work is due after the given time; null if none is known.</summary>
    public static TimeSpan Until(TimeSpan? untilNext) => untilNext switch
    {
        null => Longest,
        { } due when due <= TimeSpan.Zero => TimeSpan.Zero,
        { } due when due >= Longest => Longest,
        // Timers count whole milliseconds: a poll just before the due time would find nothing.
        { } due => TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)),
    };

    /// <summary>Wait after a batch of the given number of items.</summary>
    public static TimeSpan AfterPass(int done) => done > 0 ? TimeSpan.Zero : WhileOthersWork;
}
