namespace TemplateWorker.Runs.Rates;

/// <summary>Thread time that was used in the last minute, in steps of ten seconds. Pure and not thread-safe.</summary>
internal sealed class MinuteTime
{
    /// <summary>How long use counts, at least; at most one step longer.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly TimeSpan[] _used = new TimeSpan[(int)(Window / Step) + 1];
    private long _step;

    public void Add(TimeSpan used, TimeSpan now)
    {
        Advance(now);
        _used[_step % _used.Length] += used;
    }

    /// <summary>The sum of the last minute.</summary>
    public TimeSpan At(TimeSpan now)
    {
        Advance(now);
        return new TimeSpan(_used.Sum(step => step.Ticks));
    }

    private void Advance(TimeSpan now)
    {
        var step = Math.Max(_step, now.Ticks / Step.Ticks);
        var outdated = Math.Min(step - _step, _used.Length);
        for (var i = 0; i < outdated; i++)
        {
            _used[(step - i) % _used.Length] = TimeSpan.Zero;
        }

        _step = step;
    }
}
