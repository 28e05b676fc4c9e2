namespace TemplateWorker.Runs.Rates;

/// <summary>A value for each step of the last time, such as ten seconds each of the last minute. Pure and not thread-safe.</summary>
/// <param name="window">How long a value counts, at least; at most one step longer. A multiple of the step.</param>
/// <param name="step">The length of a step.</param>
internal sealed class RecentSteps(TimeSpan window, TimeSpan step)
{
    private readonly TimeSpan[] _values = new TimeSpan[(int)(window / step) + 1];
    private long _step;

    /// <summary>The value of the step of this time, zero at first. The time is counted from any start that stays the same.</summary>
    public ref TimeSpan At(TimeSpan now)
    {
        Advance(now);
        return ref _values[_step % _values.Length];
    }

    /// <summary>The values that count at this time, in no order.</summary>
    public IReadOnlyList<TimeSpan> All(TimeSpan now)
    {
        Advance(now);
        return _values;
    }

    private void Advance(TimeSpan now)
    {
        var latest = Math.Max(_step, now.Ticks / step.Ticks);
        var outdated = Math.Min(latest - _step, _values.Length);
        for (var i = 0; i < outdated; i++)
        {
            _values[(latest - i) % _values.Length] = TimeSpan.Zero;
        }

        _step = latest;
    }
}
