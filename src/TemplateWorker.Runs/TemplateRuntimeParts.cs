using Microsoft.Extensions.Logging;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.InFlight;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs;

/// <summary>The dependencies and limits of a <see cref="TemplateRuntime"/>.</summary>
internal sealed record TemplateRuntimeParts
{
    public required IScriptEngine Engine { get; init; }

    public required TenantStores Stores { get; init; }

    /// <summary>The runtime owns it and disposes it.</summary>
    public required RunCommitter Committer { get; init; }

    /// <summary>For runs that write much, on a connection of its own. The runtime owns it and disposes it.</summary>
    public required RunCommitter BigCommitter { get; init; }

    public required LimitOptions Limits { get; init; }

    /// <summary>The most calls of all tenants that may wait or run; the next one is refused with <see cref="EventRefusal.QueueFull"/>.</summary>
    public required int MaxOutstanding { get; init; }

    /// <summary>For the whole worker; the script threads share it evenly.</summary>
    public required WarmLimits Warm { get; init; }

    public required int ScriptThreads { get; init; }

    /// <summary>Records which delivery is on which script thread.</summary>
    public required IInFlightRecorder InFlight { get; init; }

    /// <summary>Bytes of cached rows, for all tenants together.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>Bytes of resident memory at which the supervisor replaces the process.</summary>
    public required long MemoryBytes { get; init; }

    public required ScriptLogFactory ScriptLogs { get; init; }

    /// <summary>Reads the lanes of the worker's slots.</summary>
    public required DeliveryFeed Feed { get; init; }

    /// <summary>The worker's name in the history, such as <c>host:4711/0</c>.</summary>
    public required string WorkerName { get; init; }

    /// <summary>Bytes of waiting deliveries in memory.</summary>
    public required long LaneBytes { get; init; }

    /// <summary>Whether successful immediate calls are recorded in the history too.</summary>
    public required bool RecordsAllCalls { get; init; }

    /// <summary>Called with a new bound when every delivery of the worker's slots up to that id is known.</summary>
    public required Action<long> BoundMoved { get; init; }

    /// <summary>Called with an epoch when nothing runs any more in slots outside its list.</summary>
    public required Action<ulong> SlotsReleased { get; init; }

    /// <summary>Called when commits have stored actions.</summary>
    public required Action ActionsSent { get; init; }

    /// <summary>Called with the ids of deliveries that a commit has settled, while <see cref="TemplateRuntime.TellsSettled"/>. Must not block.</summary>
    public required Action<IReadOnlyList<long>> DeliveriesSettled { get; init; }

    /// <summary>Stops the worker after a defect.</summary>
    public required Action Broken { get; init; }

    public required ILogger<LaneFeeder> FeederLogger { get; init; }

    public required ILogger<GroupCommitter> CommitterLogger { get; init; }

    /// <summary>Where tenants are named that come near to a quota.</summary>
    public required ILogger<QuotaWarnings> QuotaLogger { get; init; }

    public required ILogger<ScriptThread> ThreadLogger { get; init; }

    public required TimeProvider Time { get; init; }
}
