using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript;

/// <summary>The script engine inside a worker.</summary>
public sealed record ScriptingOptions
{
    /// <summary>Which engine runs the templates. Default <see cref="ScriptEngineKind.JavaScriptCore"/>.</summary>
    public ScriptEngineKind Engine { get; init; } = ScriptEngineKind.JavaScriptCore;

    /// <summary>Threads that run scripts, per worker, 1 to 64. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Whether JavaScriptCore compiles to machine code: faster computation, more memory, more to attack. Default off.</summary>
    public bool Jit { get; init; }

    /// <summary>Most tenants with a heap at one time, per worker, 1 to 100,000; the least recently used is evicted. Default 900.</summary>
    public int WarmTenants { get; init; } = 900;

    /// <summary>Idle time after which a tenant's heap is dropped, 1 s to 168 h. Default 10 min.</summary>
    public TimeSpan IdleEviction { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of tenants' keys that a worker keeps in memory, 1 MiB to 64 GiB, less than a worker's memory. Default 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64L << 20;
}
