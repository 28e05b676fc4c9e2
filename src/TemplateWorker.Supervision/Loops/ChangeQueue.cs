using System.Threading.Channels;

namespace TemplateWorker.Supervision.Loops;

/// <summary>What was changed and is to be read again: some things by their names, or all. One reader waits for it. Thread-safe.</summary>
/// <typeparam name="T">What names a thing.</typeparam>
/// <param name="most">More changes than these are read as a change of all.</param>
/// <param name="time">Measures the waiting.</param>
internal sealed class ChangeQueue<T>(int most, TimeProvider time)
{
    private readonly HashSet<T> _changed = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _areAllChanged;

    /// <summary>Something was changed.</summary>
    public void Note(T name)
    {
        lock (_changed)
        {
            if (_changed.Count < most)
            {
                _changed.Add(name);
            }
            else
            {
                _areAllChanged = true;
            }

            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Anything may have been changed.</summary>
    public void NoteAll()
    {
        lock (_changed)
        {
            _areAllChanged = true;
            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits for the next change.</summary>
    /// <param name="longest">It returns without a change when this time is over.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task WaitAsync(TimeSpan longest, CancellationToken stopping)
    {
        if (longest <= TimeSpan.Zero)
        {
            return;
        }

        using var limit = new CancellationTokenSource(longest, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            await _signal.Reader.ReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    /// <summary>Reads what was changed. What could not be read stays changed, as a change of all.</summary>
    /// <param name="readAll">Reads everything.</param>
    /// <param name="readSome">Reads what has these names.</param>
    public async Task ReadAsync(Func<Task> readAll, Func<IReadOnlyCollection<T>, Task> readSome)
    {
        var (some, all) = Take();
        var isRead = false;
        try
        {
            if (all)
            {
                await readAll();
            }
            else if (some.Length > 0)
            {
                await readSome(some);
            }

            isRead = true;
        }
        finally
        {
            if (!isRead && (all || some.Length > 0))
            {
                lock (_changed)
                {
                    _areAllChanged = true;
                }
            }
        }
    }

    private (T[] Some, bool All) Take()
    {
        lock (_changed)
        {
            T[] some = [.. _changed];
            var all = _areAllChanged;
            _changed.Clear();
            _areAllChanged = false;
            return (some, all);
        }
    }
}
