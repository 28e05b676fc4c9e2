namespace TemplateWorker.Benchmarks.Figures;

/// <summary>What is measured; the letters a to f of the command line, in this order.</summary>
internal enum Figure
{
    /// <summary>a: pgbench writing one key per transaction.</summary>
    Upsert,

    /// <summary>b: events whose handler increments one key.</summary>
    Increment,

    /// <summary>c: events whose handler touches no key.</summary>
    Keyless,

    /// <summary>d: an HTTP endpoint with nothing behind it.</summary>
    Bare,

    /// <summary>e: what a tenant's first event costs, and its memory after it.</summary>
    Tenant,

    /// <summary>f: the time to readiness, at the start and after a worker's death.</summary>
    Ready,
}
