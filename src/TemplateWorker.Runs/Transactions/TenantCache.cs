using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Runs.Transactions;

/// <summary>
/// One tenant's rows that a worker caches between runs, absent keys included. It may be stale: every run's
/// commit checks the versions it read, so a stale entry causes a repeat, never a wrong result.
/// </summary>
/// <remarks>Not thread-safe; used by the holder of the tenant's turn.</remarks>
internal sealed class TenantCache(KeyCacheBudget budget)
{
    /// <summary>Bytes of an entry beside its characters: dictionary slot, string headers, version.</summary>
    private const int EntryOverheadBytes = 128;

    private readonly Dictionary<KeyName, CachedKey> _keys = [];
    private long _bytes;

    /// <summary>The tenant's state; null when not read yet.</summary>
    public TenantStateRecord? State { get; set; }

    public bool TryGet(KeyName name, out CachedKey key) => _keys.TryGetValue(name, out key);

    public void Put(KeyName name, CachedKey key)
    {
        var growth = Weigh(name, key);
        if (_keys.TryGetValue(name, out var old))
        {
            growth -= Weigh(name, old);
        }

        _keys[name] = key;
        Account(growth);
    }

    public void Forget(KeyName name)
    {
        if (_keys.Remove(name, out var old))
        {
            Account(-Weigh(name, old));
        }
    }

    public void Clear()
    {
        _keys.Clear();
        State = null;
        Account(-_bytes);
    }

    private static long Weigh(KeyName name, CachedKey key) =>
        EntryOverheadBytes + (2L * name.Key.Length) + (2L * (key.Json?.Length ?? 0));

    private void Account(long bytes)
    {
        _bytes += bytes;
        budget.Add(bytes);
    }
}
