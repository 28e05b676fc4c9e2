namespace TemplateWorker.Benchmarks.Figures;

/// <summary>What is measured; the letters a to t of the command line, in this order.</summary>
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

    /// <summary>g: pgbench doing what a durable event does to the database, one transaction each.</summary>
    Queue,

    /// <summary>h: the backlog of accepted events that lanes work off.</summary>
    Drain,

    /// <summary>i: the same events being accepted in bulk; measured with h.</summary>
    Bulk,

    /// <summary>j: events accepted one by one and run at the same time.</summary>
    Flow,

    /// <summary>k: from sending an event to the start of its run, with little else to do.</summary>
    Start,

    /// <summary>l: the CPU that is used while 100,000 tenants have nothing to do.</summary>
    Idle,

    /// <summary>m: h while a snapshot is held on the database.</summary>
    Held,

    /// <summary>n: graphile-worker working off as many jobs, one queue for each tenant.</summary>
    JobQueue,

    /// <summary>o: b with tenants none of which has a heap.</summary>
    Cold,

    /// <summary>p: runs that send an action, beside runs that set a key.</summary>
    Sending,

    /// <summary>q: waiting actions that are pushed to a webhook.</summary>
    Pushing,

    /// <summary>r: waiting actions that one consumer takes by SQL.</summary>
    Claiming,

    /// <summary>s: from the commit of a run to the receipt of its action, with little else to do.</summary>
    Receipt,

    /// <summary>t: s beside very many actions of another tenant.</summary>
    Crowd,
}
