namespace TemplateWorker.Supervision.Actions;

/// <summary>Spaces requests out to a rate. Pure: the time is an argument, counted from any start that stays the same. Not thread-safe.</summary>
internal sealed class RequestPace
{
    private TimeSpan _next;

    /// <summary>How long to wait before the next request; zero for now. A request that may be sent now is counted.</summary>
    /// <param name="perSecond">The rate; null for none.</param>
    /// <param name="now">The time.</param>
    public TimeSpan Take(int? perSecond, TimeSpan now)
    {
        if (perSecond is not { } rate)
        {
            return TimeSpan.Zero;
        }

        if (_next > now)
        {
            return _next - now;
        }

        // Up to a tenth of a second's requests at once, since timers are coarse.
        var earliest = now - TimeSpan.FromSeconds(0.1);
        _next = (_next > earliest ? _next : earliest) + TimeSpan.FromSeconds(1d / rate);
        return TimeSpan.Zero;
    }
}
