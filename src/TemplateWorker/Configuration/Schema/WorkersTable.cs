using TemplateWorker.Api.Syntax;
using TemplateWorker.Supervision;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The keys of <c>workers</c>.</summary>
internal static class WorkersTable
{
    /// <summary>How a number of workers is written, in the file and on the command line.</summary>
    public static ValueSyntax<int> Count { get; } = new CoresSyntax(1_024);

    /// <summary>How a number of connections is written, in the file and on the command line.</summary>
    public static ValueSyntax<int> MaxDbConnections { get; } = new IntegerSyntax(3, 1_000);

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey<WorkersOptions>> Keys { get; } =
    [
        Key("count", Count, o => o.Count, (o, v) => o with { Count = v },
            "How many workers; `cores` is the machine's cores, as the container sees them. `--process-workers` overrides it."),
        Key("max_db_connections", MaxDbConnections, o => o.MaxDbConnections, (o, v) => o with { MaxDbConnections = v },
            "Connections in each worker's database pool: small and big commits hold one each, all else shares the others. `--max-db-connections` overrides it."),
        Key("heartbeat_interval", Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            o => o.HeartbeatInterval, (o, v) => o with { HeartbeatInterval = v },
            "Interval of a worker's heartbeats."),
        Key("heartbeat_timeout", Duration(TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(10)),
            o => o.HeartbeatTimeout, (o, v) => o with { HeartbeatTimeout = v },
            "Silence after which a worker is killed and replaced. Longer than the interval."),
        Key("start_timeout", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            o => o.StartTimeout, (o, v) => o with { StartTimeout = v },
            "Time a worker gets from its start until it is ready; a worker that takes longer is killed and restarted."),
        Key("drain_timeout", Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), o => o.DrainTimeout, (o, v) => o with { DrainTimeout = v },
            "Time that running work gets to finish when the supervisor stops; `0s` gives none."),
        Key("call_timeout", Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            o => o.CallTimeout, (o, v) => o with { CallTimeout = v },
            "Time a caller of an immediate event waits for its results; past it the call is answered with 504."),
        Key("kill_grace", Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)), o => o.KillGrace, (o, v) => o with { KillGrace = v },
            "How long a run may exceed its deadline before its worker is killed."),
        Key("memory", new SizeSyntax(128L << 20, 1L << 40), o => o.MemoryBytes, (o, v) => o with { MemoryBytes = v },
            "Resident memory of a worker process past which it is replaced. More than `limits.heap` and `scripting.cache`."),
        Key("queue", new IntegerSyntax(1, 1_000_000), o => o.Queue, (o, v) => o with { Queue = v },
            "Dispatches that may wait in one worker; the next one is refused with 429."),
        Key("sandbox", new BooleanSyntax(), o => o.Sandbox, (o, v) => o with { Sandbox = v },
            "Whether worker processes give up what they do not need: starting programs, writing files, listening, other processes, diagnostics. "
            + "`false` is for debugging a worker."),
    ];

    private static TypedKey<WorkersOptions, TValue> Key<TValue>(
        string name, ValueSyntax<TValue> syntax, Func<WorkersOptions, TValue> get,
        Func<WorkersOptions, TValue, WorkersOptions> with, string help) =>
        new(name, syntax, get, with, help);

    private static DurationSyntax Duration(TimeSpan min, TimeSpan max) => new(min, max);
}
