namespace TemplateWorker.Storage;

/// <summary>
/// From which delivery on a tenant's queue has to be counted: the first one that a count found. Deliveries that are done stay in the
/// index until a vacuum, which a snapshot that is held somewhere keeps off; a count from the very beginning would walk over all of them.
/// Safe for concurrent use.
/// </summary>
/// <remarks>
/// A delivery whose id is below may still appear, with the commit of a transaction that was under way, and is not counted at first: so
/// every <see cref="FullInterval"/> the count begins at the beginning. So it does when a connection was lost, because the next one may
/// lead to a server that gives ids again.
/// </remarks>
/// <param name="losses">How often a connection was lost.</param>
internal sealed class QueueFloors(TimeProvider time, Func<long> losses)
{
    /// <summary>For how long a floor is good.</summary>
    public static readonly TimeSpan FullInterval = TimeSpan.FromMinutes(1);

    /// <summary>The most tenants that are remembered.</summary>
    public const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, (long Id, long Since)> _floors = [];
    private long _losses;

    /// <summary>The id above which the tenant's queue begins; 0 when it is not known.</summary>
    public long Of(TenantId tenant)
    {
        lock (_lock)
        {
            ForgetAfterLoss();
            return _floors.TryGetValue(tenant, out var floor) && time.GetElapsedTime(floor.Since) < FullInterval ? floor.Id : 0;
        }
    }

    /// <summary>A count that began at <see cref="Of"/> has found nothing up to this id.</summary>
    public void Note(TenantId tenant, long id)
    {
        lock (_lock)
        {
            ForgetAfterLoss();
            var isKnown = _floors.TryGetValue(tenant, out var floor) && time.GetElapsedTime(floor.Since) < FullInterval;
            if (!isKnown && _floors.Count >= Most)
            {
                _floors.Clear();
            }

            _floors[tenant] = (id, isKnown ? floor.Since : time.GetTimestamp());
        }
    }

    private void ForgetAfterLoss()
    {
        if (losses() is var now && now != _losses)
        {
            _losses = now;
            _floors.Clear();
        }
    }
}
