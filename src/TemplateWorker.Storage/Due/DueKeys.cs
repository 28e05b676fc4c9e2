using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Due;

/// <summary>Keys that were found expired, as the columns of an array per parameter.</summary>
internal sealed class DueKeys(LimitOptions limits, QueueFloors floors)
{
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _key = [];
    private readonly List<string> _scopes = [];
    private readonly List<Guid> _events = [];
    private readonly List<long?> _lock = [];
    private readonly List<int> _maxQueued = [];
    private readonly List<int> _maxHops = [];
    private readonly List<long> _floor = [];
    private readonly SortedSet<long> _locks = [];

    public int Count => _key.Count;

    /// <summary>The locks of the tenants, ascending, so that sweeps cannot deadlock.</summary>
    public List<long> Locks => [.. _locks];

    public void Add(string ownerType, string ownerId, string name, string scopes)
    {
        _ownerType.Add(ownerType);
        _ownerId.Add(ownerId);
        _key.Add(name);
        _scopes.Add(scopes);
        _events.Add(Guid.NewGuid());
        // Other programs may store keys for owners that are not valid tenants; those need no lock.
        TenantId? tenant = TenantId.Fault(ownerType, ownerId) is null ? new TenantId(ownerType, ownerId) : null;
        var held = tenant is { } owner ? limits.For(owner) : limits.Default;
        _maxQueued.Add(held.QueuedDeliveries);
        _maxHops.Add(held.Hops);
        _floor.Add(tenant is { } counted ? floors.Of(counted) : 0);
        _lock.Add(tenant is { } locked ? TenantLock.KeyOf(locked) : null);
        if (_lock[^1] is { } key)
        {
            _locks.Add(key);
        }
    }

    /// <summary>Adds the eight parameters.</summary>
    public void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_scopes, NpgsqlDbType.Text)
        .AddArray(_events, NpgsqlDbType.Uuid)
        .AddArray(_lock, NpgsqlDbType.Bigint)
        .AddArray(_maxQueued, NpgsqlDbType.Integer)
        .AddArray(_maxHops, NpgsqlDbType.Integer)
        .AddArray(_floor, NpgsqlDbType.Bigint);
}
