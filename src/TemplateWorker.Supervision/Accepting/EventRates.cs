using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// How many events each tenant may still have stored (<c>limits.events_per_minute</c>). Only in memory, and of this supervisor alone.
/// Thread-safe.
/// </summary>
internal sealed partial class EventRates(LimitOptions limits, TimeProvider time, ILogger<EventRates> logger)
{
    private readonly RateClock _clock = new(time);
    private readonly Lock _gate = new();
    private readonly RecentUses<TenantId, EventUse> _uses = new();

    /// <summary>Takes events before they are stored.</summary>
    /// <returns>Null when they are taken: those that are not stored are given back. Else what keeps them from being stored.</returns>
    public RateHold? TryTake(TenantId tenant, int events)
    {
        var perMinute = limits.For(tenant).Rates.Events;
        RateHold hold;
        lock (_gate)
        {
            var now = _clock.Now;
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

    /// <summary>Takes the events of one request.</summary>
    /// <param name="events">Of any tenants.</param>
    /// <param name="mode">Whether all are taken or none, or each by itself, the first ones first.</param>
    /// <returns>For each event what keeps it from being stored; null when that is nothing of its own tenant.</returns>
    public RateHold?[] Take(IReadOnlyList<NewEvent> events, AcceptMode mode) =>
        mode == AcceptMode.AllOrNothing ? TakeTogether(events) : [.. events.Select(given => TryTake(given.Tenant, 1))];

    /// <summary>Gives those events back that were not stored: repeats, refused ones, and all when the database failed.</summary>
    /// <param name="events">What was taken.</param>
    /// <param name="outcomes">What became of each; null when that is not known.</param>
    public void GiveBackUnstored(IReadOnlyList<NewEvent> events, IReadOnlyList<AcceptOutcome>? outcomes)
    {
        for (var number = 0; number < events.Count; number++)
        {
            if (outcomes?[number] is not AcceptOutcome.Accepted)
            {
                GiveBack(events[number].Tenant, 1);
            }
        }
    }

    private RateHold?[] TakeTogether(IReadOnlyList<NewEvent> events)
    {
        var needed = events.CountBy(given => given.Tenant).ToArray();
        var holds = needed.ToDictionary(tenant => tenant.Key, tenant => TryTake(tenant.Key, tenant.Value));
        if (holds.Values.Any(hold => hold is not null))
        {
            foreach (var (tenant, count) in needed.Where(tenant => holds[tenant.Key] is null))
            {
                GiveBack(tenant, count);
            }
        }

        return [.. events.Select(given => holds[given.Tenant])];
    }

    private void GiveBack(TenantId tenant, int events)
    {
        lock (_gate)
        {
            _uses.Find(tenant)?.GiveBack(events, limits.For(tenant).Rates.Events);
        }
    }
}
