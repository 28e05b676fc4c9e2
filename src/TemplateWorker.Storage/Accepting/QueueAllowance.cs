using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Accepting;

/// <summary>
/// How many deliveries of a tenant may be stored before its queue is counted again. Counting walks thousands of index
/// entries; so a count grants half of the room that it found, which later events use up without counting. Knows no
/// clock. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>Half, because others store deliveries too: runs that emit, other supervisors, programs by SQL. The closer the
/// queue is to its limit the smaller is the grant, and the event that would break the limit is always counted.</para>
/// <para>A grant ends after <see cref="GrantTime"/>, but for one so large that counting that many would hold up an event: it
/// halves, and lasts as long again. So a tenant with a limit of a million and a queue of hundreds of thousands is not counted after every silence.</para>
/// <para>A queue that was found full is taken for full for a moment, so that a tenant that keeps sending costs the
/// others nothing.</para>
/// <para>A grant is taken as a whole and given back with what is left of it; a call that comes in between counts the queue.</para>
/// </remarks>
internal sealed class QueueAllowance
{
    /// <summary>How long a grant is good.</summary>
    public static readonly TimeSpan GrantTime = TimeSpan.FromSeconds(10);

    /// <summary>The largest grant that ends instead of halving. To count as many takes some milliseconds.</summary>
    public const int SmallGrant = 10_000;

    /// <summary>How long a queue that was found full is not counted again.</summary>
    public static readonly TimeSpan FullTime = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, Grant> _grants = [];
    private DateTimeOffset _sweepAt;

    /// <summary>How many tenants it remembers.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _grants.Count;
            }
        }
    }

    /// <summary>Takes what a tenant has.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">The limit of its queue; a grant made under another one is void.</param>
    /// <param name="now">The time.</param>
    public Grant Take(TenantId tenant, int limit, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_grants.TryGetValue(tenant, out var kept) || Aged(kept, now) is var grant && (grant.Until <= now || grant.Limit != limit))
            {
                return new Grant(0, now, limit, null);
            }

            if (grant.FoundFull is null)
            {
                _grants.Remove(tenant);
            }

            return grant;
        }
    }

    /// <summary>Gives back what is left of a grant.</summary>
    public void GiveBack(TenantId tenant, Grant grant, int used, DateTimeOffset now)
    {
        if (grant.FoundFull is null && grant.Left > used)
        {
            Put(tenant, grant with { Left = grant.Left - used }, now);
        }
    }

    /// <summary>Grants by a count.</summary>
    /// <param name="tenant">Whose queue was counted.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="queued">What was found in it, and what was stored since.</param>
    /// <param name="now">The time.</param>
    public void GrantBy(TenantId tenant, int limit, int queued, DateTimeOffset now)
    {
        var room = limit - queued;
        Put(
            tenant,
            room > 0 ? new Grant((room + 1) / 2, now + GrantTime, limit, null) : new Grant(0, now + FullTime, limit, queued),
            now);
    }

    private static Grant Aged(Grant grant, DateTimeOffset now)
    {
        while (grant.Until <= now && grant.Left > SmallGrant)
        {
            grant = grant with { Left = grant.Left / 2, Until = grant.Until + GrantTime };
        }

        return grant;
    }

    private void Put(TenantId tenant, Grant grant, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now >= _sweepAt)
            {
                foreach (var (old, _) in _grants.Where(entry => Aged(entry.Value, now).Until <= now).ToList())
                {
                    _grants.Remove(old);
                }

                _sweepAt = now + GrantTime;
            }

            _grants[tenant] = _grants.TryGetValue(tenant, out var other) && other.Left < grant.Left && other.Until > now ? other : grant;
        }
    }

    /// <summary>What a tenant may store uncounted.</summary>
    /// <param name="Left">So many deliveries.</param>
    /// <param name="Until">Until then.</param>
    /// <param name="Limit">The limit of the queue.</param>
    /// <param name="FoundFull">How many were in the queue when it was found full; null when it was not.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Grant(int Left, DateTimeOffset Until, int Limit, int? FoundFull);
}
