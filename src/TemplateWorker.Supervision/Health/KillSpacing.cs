namespace TemplateWorker.Supervision.Health;

/// <summary>
/// Spaces the kills of silent workers, so that what silences all of them at once does not end all of them at once. Thread-safe.
/// </summary>
/// <param name="spacing">The least time between two kills.</param>
/// <param name="time">Measures it.</param>
internal sealed class KillSpacing(TimeSpan spacing, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _last;

    /// <summary>Takes the permission for one kill.</summary>
    /// <returns>False when the last one is too recent: judge the worker again at the next look.</returns>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last) < spacing)
            {
                return false;
            }

            _last = time.GetTimestamp();
            return true;
        }
    }
}
