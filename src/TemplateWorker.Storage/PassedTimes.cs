namespace TemplateWorker.Storage;

/// <summary>
/// From which due time on a table of due rows has to be looked at. Rows that were removed stay in the index until a vacuum,
/// which a snapshot that is held somewhere keeps off; a look from the very beginning would walk over all of them. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// Every time is the database's. Rows may become visible after their due time has passed, and with a due time in the past: so the
/// bound stays <see cref="Lag"/> behind the clock, and the look begins at the beginning every <see cref="Shortest"/>, or less often
/// when such a look is slow, so that it takes a twentieth of the time at most.
/// </remarks>
internal sealed class PassedTimes
{
    /// <summary>How long a transaction that stores a due row may take to commit.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    /// <summary>How long a row with a due time further in the past may go unnoticed, where looks from the beginning are fast.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>How long it may go unnoticed at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The time between two looks from the beginning is at least so many times what one takes.</summary>
    private const int Share = 20;

    private readonly Lock _lock = new();
    private DateTimeOffset _from = DateTimeOffset.MinValue;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _fullAt = DateTimeOffset.MinValue;

    /// <summary>Where the next look begins.</summary>
    public DateTimeOffset From
    {
        get
        {
            lock (_lock)
            {
                return _from;
            }
        }
    }

    /// <summary>A look from <see cref="From"/> on has found this row as the first one.</summary>
    /// <param name="next">When it is due; null when there was none.</param>
    /// <param name="now">The time of the look.</param>
    /// <param name="took">How long the look took.</param>
    public void Note(DateTimeOffset? next, DateTimeOffset now, TimeSpan took)
    {
        lock (_lock)
        {
            var wasSetBack = now < _lookedAt;
            _lookedAt = now;
            if (_from == DateTimeOffset.MinValue)
            {
                _fullAt = now + Interval(took);
            }
            else if (now >= _fullAt || wasSetBack)
            {
                _from = DateTimeOffset.MinValue;
                return;
            }

            var latest = now - Lag;
            _from = next < latest ? next.Value : latest;
        }
    }

    private static TimeSpan Interval(TimeSpan took)
    {
        var interval = took * Share;
        return interval < Shortest ? Shortest : interval > Longest ? Longest : interval;
    }
}
