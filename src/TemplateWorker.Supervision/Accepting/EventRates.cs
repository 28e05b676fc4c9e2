using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// How many events each tenant may still have stored (<c>limits.events_per_minute</c>). Only in memory, and of this supervisor alone.
/// Thread-safe.
/// </summary>
internal sealed partial class EventRates(LimitOptions limits, TimeProvider time, ILogger<EventRates> logger)
{
    private readonly Lock _gate = new();
    private readonly RecentUses<TenantId, EventUse> _uses = new();

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Takes events before they are stored.</summary>
    /// <returns>Null when they are taken: those that are not stored are given back. Else what keeps them from being stored.</returns>
    public RateHold? TryTake(TenantId tenant, int events)
    {
        var perMinute = limits.For(tenant).Rates.Events;
        RateHold hold;
        lock (_gate)
        {
            var now = Now;
            var use = _uses.Of(tenant, now);
            var wait = use.TryTake(events, perMinute, now);
            if (wait == TimeSpan.Zero)
            {
                return null;
            }

            hold = new RateHold(TenantRate.Events, perMinute, wait);
            if (!use.TryTell(now))
            {
                return hold;
            }
        }

        Log.Refused(logger, tenant, hold);
        return hold;
    }

    /// <summary>Gives events back that were not stored.</summary>
    public void GiveBack(TenantId tenant, int events)
    {
        lock (_gate)
        {
            _uses.Find(tenant)?.GiveBack(events, limits.For(tenant).Rates.Events);
        }
    }
}
