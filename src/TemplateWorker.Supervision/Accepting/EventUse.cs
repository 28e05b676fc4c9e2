using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>What a tenant has used of its events per minute. Pure and not thread-safe.</summary>
internal sealed class EventUse : RateUse
{
    private TokenBucket _events;

    public override bool IsOver(TimeSpan now) => _events.IsFull(now);

    /// <summary>Takes that many events, if there are as many left. More than a minute's worth are taken from a full bucket and leave a debt.</summary>
    /// <param name="events">How many.</param>
    /// <param name="perMinute">The tenant's rate.</param>
    /// <param name="now">The time.</param>
    /// <returns>How long it takes until they can be taken; zero when they are taken.</returns>
    public TimeSpan TryTake(int events, int perMinute, TimeSpan now)
    {
        var wait = _events.Until(events, perMinute, now);
        if (wait == TimeSpan.Zero)
        {
            _events = _events.Take(events, perMinute, now);
        }

        return wait;
    }

    /// <summary>Puts events back that were not stored.</summary>
    /// <param name="events">How many.</param>
    /// <param name="perMinute">As they were taken.</param>
    public void GiveBack(int events, int perMinute) => _events = _events.GiveBack(events, perMinute);
}
