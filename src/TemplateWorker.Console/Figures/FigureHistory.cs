namespace TemplateWorker.Console.Figures;

/// <summary>
/// The readings of the last minutes. They are made when a page asks for them, at most one each <see cref="Interval"/> for all pages together, so that a
/// console without an open page costs nothing. Thread-safe.
/// </summary>
/// <param name="readMetrics">Reads what <c>/metrics</c> answers.</param>
/// <param name="time">The clock.</param>
internal sealed class FigureHistory(Func<CancellationToken, Task<string>> readMetrics, TimeProvider time)
{
    /// <summary>How many readings are kept.</summary>
    public const int Most = 120;

    /// <summary>Before this time after a reading the same one is shown.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(900);

    /// <summary>A reading that is older says nothing about now.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Queue<Reading> _readings = new();
    private Task<IReadOnlyList<Reading>>? _latest;
    private long _startedAt;

    /// <summary>All readings of the window, the newest last: at least one.</summary>
    public Task<IReadOnlyList<Reading>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && time.GetElapsedTime(_startedAt) >= Interval))
            {
                _startedAt = time.GetTimestamp();
                _latest = LookAsync();
            }

            return _latest.WaitAsync(cancellationToken);
        }
    }

    // What others wait for is not given up with the one who asked first.
    private async Task<IReadOnlyList<Reading>> LookAsync()
    {
        var reading = Reading.Of(await readMetrics(CancellationToken.None), time.GetTimestamp());
        lock (_gate)
        {
            _readings.Enqueue(reading);
            while (_readings.Count > Most || time.GetElapsedTime(_readings.Peek().At) > Window)
            {
                _readings.Dequeue();
            }

            return [.. _readings];
        }
    }
}
