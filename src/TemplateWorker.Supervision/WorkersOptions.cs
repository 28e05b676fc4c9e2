namespace TemplateWorker.Supervision;

/// <summary>The pool of workers, and when a worker is killed or replaced.</summary>
internal sealed record WorkersOptions
{
    /// <summary>Workers (processes, or threads of the thread pool), 1 to 1,024. Default: the machine's cores, as the container sees them.</summary>
    public int Count { get; init; } = Environment.ProcessorCount;

    /// <summary>Connections in each worker's database pool, 3 to 1,000: small and big commits hold one each, everything else shares the others. Default 7.</summary>
    public int MaxDbConnections { get; init; } = 7;

    /// <summary>Interval of a worker's heartbeats, 100 ms to 1 min. Default 500 ms.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence after which a worker is killed and replaced, 500 ms to 10 min, longer than the interval. Default 2.5 s, so that another worker runs its tenants within 5 s.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Time from the start of a worker to its <c>Ready</c>, 1 s to 10 min; past it the worker is killed and started again. Default 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that running work gets to finish when the supervisor stops, 0 s (none) to 1 h. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time a caller of an immediate event waits for its results, 100 ms to 1 h; past it the call is answered with 504. Default 30 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far past its deadline a run may be on the engine before its worker is killed, 100 ms to 1 min. Default 2 s.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Resident memory, in bytes, past which a worker process is replaced, 128 MiB to 1 TiB. Default 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Whether worker processes give up the rights that they do not need. Default true.</summary>
    public bool Sandbox { get; init; } = true;

    /// <summary>Dispatches that may wait in one worker, 1 to 1,000,000; the next one is refused. Default 10,000.</summary>
    public int Queue { get; init; } = 10_000;
}
