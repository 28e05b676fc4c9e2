namespace TemplateWorker.Supervision.Links;

/// <summary>
/// Passes on what workers report of their commits, and asks them for such reports only while a caller waits for deliveries. Thread-safe.
/// </summary>
internal sealed class SettledDeliveries
{
    private readonly Lock _lock = new();
    private Action<bool> _ask = _ => { };
    private Action<IReadOnlyList<long>> _hear = _ => { };
    private int _watching;

    /// <summary>Whether workers are to report.</summary>
    public bool IsWatched => Volatile.Read(ref _watching) > 0;

    /// <summary>Sets what asks the workers to report (true), or no longer to (false). Called once, at the start.</summary>
    public void AskBy(Action<bool> ask) => _ask = ask;

    /// <summary>Sets what gets the reports. Called once, at the start; the action must not block.</summary>
    public void HearBy(Action<IReadOnlyList<long>> hear) => _hear = hear;

    /// <summary>Workers report from now on, until <see cref="EndWatch"/> was called as often.</summary>
    public void BeginWatch()
    {
        lock (_lock)
        {
            if (++_watching == 1)
            {
                _ask(true);
            }
        }
    }

    /// <summary>Ends what <see cref="BeginWatch"/> began.</summary>
    public void EndWatch()
    {
        lock (_lock)
        {
            if (--_watching == 0)
            {
                _ask(false);
            }
        }
    }

    /// <summary>A worker has reported.</summary>
    public void Note(IReadOnlyList<long> ids) => _hear(ids);
}
