namespace TemplateWorker.Worker;

/// <summary>The greatest value of the last minute, in steps of five seconds. Any thread.</summary>
internal sealed class RecentMaximum(TimeProvider time)
{
    /// <summary>How long a value counts, at least; at most one step longer.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeSpan[] _greatest = new TimeSpan[(int)(Window / Step) + 1];
    private readonly long _start = time.GetTimestamp();
    private long _step;

    /// <summary>The greatest value noted in the last minute; zero without one.</summary>
    public TimeSpan Value
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _greatest.Max();
            }
        }
    }

    public void Note(TimeSpan value)
    {
        lock (_gate)
        {
            Advance();
            ref var greatest = ref _greatest[_step % _greatest.Length];
            greatest = value > greatest ? value : greatest;
        }
    }

    private void Advance()
    {
        var now = time.GetElapsedTime(_start).Ticks / Step.Ticks;
        var outdated = Math.Min(now - _step, _greatest.Length);
        for (var i = 1; i <= outdated; i++)
        {
            _greatest[(now - outdated + i) % _greatest.Length] = TimeSpan.Zero;
        }

        _step = now;
    }
}
