using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Due;

/// <summary>Keys that were found expired, as the columns of an array per parameter.</summary>
internal sealed class DueKeys
{
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _key = [];
    private readonly List<string> _scopes = [];
    private readonly List<Guid> _events = [];
    private readonly SortedSet<long> _locks = [];

    public int Count => _key.Count;

    /// <summary>The locks of the tenants, ascending, so that sweeps cannot deadlock.</summary>
    public List<long> Locks => [.. _locks];

    public void Add(string ownerType, string ownerId, string key, string scopes)
    {
        _ownerType.Add(ownerType);
        _ownerId.Add(ownerId);
        _key.Add(key);
        _scopes.Add(scopes);
        _events.Add(Guid.NewGuid());
        // Other programs may store keys for owners that are not valid tenants; those need no lock.
        if (TenantId.Fault(ownerType, ownerId) is null)
        {
            _locks.Add(TenantLock.KeyOf(new TenantId(ownerType, ownerId)));
        }
    }

    /// <summary>Adds the five parameters.</summary>
    public void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_scopes, NpgsqlDbType.Text)
        .AddArray(_events, NpgsqlDbType.Uuid);
}
