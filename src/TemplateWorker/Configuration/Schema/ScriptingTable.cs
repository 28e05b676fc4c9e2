using TemplateWorker.Api.Syntax;
using TemplateWorker.JavaScript;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The keys of <c>scripting</c>.</summary>
internal static class ScriptingTable
{
    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey<ScriptingOptions>> Keys { get; } =
    [
        Key("engine", Choices.Engine, o => o.Engine, (o, v) => o with { Engine = v },
            "`jint` is managed code and needs nothing; `javascriptcore` needs the distribution's library, for templates that compute for long."),
        Key("threads", new IntegerSyntax(1, 64), o => o.Threads, (o, v) => o with { Threads = v },
            "Threads that run scripts, per worker. More than the cores starve the thread that commits."),
        Key("jit", new BooleanSyntax(), o => o.Jit, (o, v) => o with { Jit = v },
            "Compile to machine code: faster computation, more memory, more for hostile code to attack. JavaScriptCore only."),
        Key("warm_tenants", new IntegerSyntax(1, 100_000), o => o.WarmTenants, (o, v) => o with { WarmTenants = v },
            "Maximum number of tenants with a heap, per worker; the least recently used is evicted. Default 900 on `javascriptcore`."),
        Key("idle_eviction", new DurationSyntax(TimeSpan.FromSeconds(1), TimeSpan.FromHours(168)),
            o => o.IdleEviction, (o, v) => o with { IdleEviction = v },
            "Idle time after which a tenant's heap is dropped."),
        Key("cache", new SizeSyntax(1L << 20, 64L << 30), o => o.CacheBytes, (o, v) => o with { CacheBytes = v },
            "Memory for tenants' keys, per worker."),
    ];

    private static TypedKey<ScriptingOptions, TValue> Key<TValue>(
        string name, ValueSyntax<TValue> syntax, Func<ScriptingOptions, TValue> get,
        Func<ScriptingOptions, TValue, ScriptingOptions> with, string help) =>
        new(name, syntax, get, with, help);
}
