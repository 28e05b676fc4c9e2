using TemplateWorker.Runs.Rates;

namespace TemplateWorker.Worker;

/// <summary>The greatest value of the last minute, in steps of five seconds. Any thread.</summary>
internal sealed class RecentMaximum(TimeProvider time)
{
    /// <summary>How long a value counts, at least; at most one step longer.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly RecentSteps _greatest = new(Window, Step);
    private readonly long _start = time.GetTimestamp();

    /// <summary>The greatest value noted in the last minute; zero without one.</summary>
    public TimeSpan Value
    {
        get
        {
            lock (_gate)
            {
                return _greatest.All(Now).Max();
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    public void Note(TimeSpan value)
    {
        lock (_gate)
        {
            ref var greatest = ref _greatest.At(Now);
            greatest = value > greatest ? value : greatest;
        }
    }
}
