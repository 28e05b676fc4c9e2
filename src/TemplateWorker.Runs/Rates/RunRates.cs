using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Rates;

/// <summary>
/// What the tenants of this worker have used of their rates. Only in memory: a worker that is replaced, or that gets a slot, begins with full
/// buckets. Thread-safe.
/// </summary>
internal sealed partial class RunRates(TimeProvider time, ILogger logger)
{
    /// <summary>The most tenants that <see cref="Held"/> names.</summary>
    public const int MostNamed = 20;

    /// <summary>The most tenants that <see cref="Busiest"/> names.</summary>
    public const int MostBusy = 10;

    /// <summary>How old <see cref="Busiest"/> may be: with many tenants it takes a millisecond, in which no run can end.</summary>
    private static readonly TimeSpan BusiestAge = TimeSpan.FromSeconds(2);

    /// <summary>How long <see cref="Held"/> waits for a thread that holds the lock, which may have been suspended.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly RateClock _clock = new(time);
    private readonly Lock _gate = new();
    private readonly RecentUses<TenantId, RunUse> _uses = new();
    private TimeSpan _lastHold;
    private volatile HeldTenants _held = HeldTenants.None;
    private volatile IReadOnlyList<TenantTime> _busiest = [];
    private TimeSpan? _busiestAt;

    /// <summary>The tenants that are held back. Called by the heartbeat, so it does not wait for long.</summary>
    public HeldTenants Held
    {
        get
        {
            if (!_gate.TryEnter(LongestWait))
            {
                return _held;
            }

            try
            {
                var now = _clock.Now;
                return _held = _lastHold <= now ? HeldTenants.None : HeldTenants.Of(Holds(now), MostNamed);
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>The tenants that used the most thread time in the last minute. Called by the heartbeat, so it does not wait for long.</summary>
    public IReadOnlyList<TenantTime> Busiest
    {
        get
        {
            if (!_gate.TryEnter(LongestWait))
            {
                return _busiest;
            }

            try
            {
                var now = _clock.Now;
                if (_busiestAt is not { } at || now - at >= BusiestAge)
                {
                    (_busiest, _busiestAt) = (TenantTime.First(Uses(now), MostBusy), now);
                }

                return _busiest;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>By what the tenant is held back; null when it may run.</summary>
    public RateHold? HoldOf(TenantId tenant)
    {
        lock (_gate)
        {
            return _uses.Find(tenant)?.HoldAt(_clock.Now);
        }
    }

    /// <summary>Charges what a tenant has used.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="rates">Its rates.</param>
    /// <param name="cost">What it has used.</param>
    public void Charge(TenantId tenant, TenantRates rates, in RunCost cost)
    {
        RateHold? told = null;
        lock (_gate)
        {
            var now = _clock.Now;
            var use = _uses.Of(tenant, now);
            var isNew = use.Charge(cost, rates, now);
            if (use.HoldAt(now) is { } hold)
            {
                _lastHold = now + hold.Wait > _lastHold ? now + hold.Wait : _lastHold;
                told = isNew && use.TryTell(now) ? hold : null;
            }
        }

        if (told is not null)
        {
            Log.HeldBack(logger, tenant, told, told.Wait.TotalSeconds);
        }
    }

    private IEnumerable<TenantTime> Uses(TimeSpan now) => _uses.All.Select(entry => new TenantTime(entry.Key, entry.Value.ThreadTimeOfLastMinute(now)));

    private IEnumerable<(TenantId Tenant, RateHold Hold)> Holds(TimeSpan now)
    {
        foreach (var (tenant, use) in _uses.All)
        {
            if (use.HoldAt(now) is { } hold)
            {
                yield return (tenant, hold);
            }
        }
    }
}
