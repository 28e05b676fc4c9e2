namespace TemplateWorker.Demo.Sending;

/// <summary>Spreads events evenly over a time, so that what is measured is not the length of a queue. Thread-safe.</summary>
internal sealed class SendPace(TimeSpan over, int events, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private int _taken = -1;

    /// <summary>Waits until the next event is due.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        var due = over * ((double)Interlocked.Increment(ref _taken) / events);
        if (due - time.GetElapsedTime(_start) is { Ticks: > 0 } early)
        {
            await Task.Delay(early, time, cancellationToken);
        }
    }
}
