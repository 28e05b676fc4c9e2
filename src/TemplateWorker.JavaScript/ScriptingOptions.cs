using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript;

/// <summary>The script engine inside a worker.</summary>
public sealed record ScriptingOptions
{
    private const int WarmTenantsOfJint = 5000;
    private const int WarmTenantsOfJavaScriptCore = 900;
    private readonly int? _warmTenants;

    /// <summary>Which engine runs the templates. Default <see cref="ScriptEngineKind.Jint"/>.</summary>
    public ScriptEngineKind Engine { get; init; } = ScriptEngineKind.Jint;

    /// <summary>Threads that run scripts, per worker, 1 to 64. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Whether JavaScriptCore compiles to machine code: faster computation, more memory, more to attack. Default off.</summary>
    public bool Jit { get; init; }

    /// <summary>
    /// Most tenants with a heap at one time, per worker, 1 to 100,000; the least recently used is evicted. Default 5,000 on Jint, and
    /// 900 on JavaScriptCore, where a heap takes about six times the memory.
    /// </summary>
    public int WarmTenants
    {
        get => _warmTenants ?? (Engine == ScriptEngineKind.Jint ? WarmTenantsOfJint : WarmTenantsOfJavaScriptCore);
        init => _warmTenants = value;
    }

    /// <summary>Idle time after which a tenant's heap is dropped, 1 s to 168 h. Default 10 min.</summary>
    public TimeSpan IdleEviction { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of tenants' keys that a worker keeps in memory, 1 MiB to 64 GiB, less than a worker's memory. Default 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64L << 20;
}
