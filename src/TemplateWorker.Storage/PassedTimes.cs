namespace TemplateWorker.Storage;

/// <summary>
/// From which due time on a table of due rows has to be looked at. Rows that were removed stay in the index until a vacuum,
/// which a snapshot that is held somewhere keeps off; a look from the very beginning would walk over all of them. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// Every time is the database's. Rows may become visible after their due time has passed, and with a due time in the past: so the
/// bound stays <see cref="Lag"/> behind the clock, and every <see cref="FullInterval"/> the look begins at the beginning.
/// </remarks>
internal sealed class PassedTimes
{
    /// <summary>How long a transaction that stores a due row may take to commit.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    /// <summary>How long a row with a due time further in the past may go unnoticed.</summary>
    public static readonly TimeSpan FullInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _from = DateTimeOffset.MinValue;
    private DateTimeOffset? _fullAt;

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
    public void Note(DateTimeOffset? next, DateTimeOffset now)
    {
        lock (_lock)
        {
            _fullAt ??= now;
            // The clock may have been set back.
            if (now - _fullAt >= FullInterval || now < _fullAt)
            {
                (_from, _fullAt) = (DateTimeOffset.MinValue, null);
                return;
            }

            var latest = now - Lag;
            _from = next < latest ? next.Value : latest;
        }
    }
}
