namespace TemplateWorker.Runs.Transactions;

/// <summary>
/// Counts the bytes of the key caches of all tenants of a worker. Thread-safe. It only counts; each
/// script thread drops the caches of its least recently used tenants while <see cref="IsExceeded"/>.
/// </summary>
internal sealed class KeyCacheBudget(long limitBytes)
{
    private long _used;

    public bool IsExceeded => Interlocked.Read(ref _used) > limitBytes;

    public void Add(long bytes) => Interlocked.Add(ref _used, bytes);
}
