namespace TemplateWorker.Storage.Connecting;

/// <summary>
/// Counts how often what was read of a database may be gone. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Where connections keep their sessions, each new one says which server it is on: only another server than before is a loss. Through
/// a pooler nothing tells the servers apart, so that every lost connection is one, but for those that were opened before the last one.
/// </remarks>
/// <param name="isTold">Whether each new connection says which server it is on.</param>
internal sealed class LossCount(bool isTold)
{
    private readonly Lock _gate = new();
    private string? _server;
    private long _losses;

    /// <summary>Called in front of each count: no connection that is idle now is given out any more, so that what is read under the new number is of new ones.</summary>
    public Action Counting { get; set; } = () => { };

    /// <inheritdoc cref="Database.Losses"/>
    public long Value => Interlocked.Read(ref _losses);

    /// <summary>A new connection leads to this server.</summary>
    public void Meet(string server)
    {
        lock (_gate)
        {
            if (_server is not null && _server != server)
            {
                Count();
            }

            _server = server;
        }
    }

    /// <summary>A connection was lost.</summary>
    /// <param name="known">The count when the connection was there.</param>
    public void NoteConnection(long known)
    {
        if (!isTold)
        {
            Note(known);
        }
    }

    /// <summary>Counts, unless it was done since.</summary>
    /// <param name="known">The count when the reason for it was there.</param>
    public void Note(long known)
    {
        lock (_gate)
        {
            if (known == _losses)
            {
                Count();
            }
        }
    }

    private void Count()
    {
        Counting();
        Interlocked.Increment(ref _losses);
    }
}
