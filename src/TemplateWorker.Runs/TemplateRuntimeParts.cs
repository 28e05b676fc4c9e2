using Microsoft.Extensions.Logging;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes.Feed;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs;

/// <summary>What a <see cref="TemplateRuntime"/> is made of.</summary>
internal sealed record TemplateRuntimeParts
{
    public required IScriptEngine Engine { get; init; }

    public required TenantStores Stores { get; init; }

    /// <summary>Handed over: the runtime disposes it.</summary>
    public required RunCommitter Committer { get; init; }

    public required LimitOptions Limits { get; init; }

    /// <summary>Calls of all tenants that may wait or run; the next one is refused with <see cref="EventRefusal.QueueFull"/>.</summary>
    public required int MaxOutstanding { get; init; }

    /// <summary>For the whole worker; the script threads share it evenly.</summary>
    public required WarmLimits Warm { get; init; }

    public required int ScriptThreads { get; init; }

    /// <summary>Where it is noted what is on the script threads.</summary>
    public required IInFlightRecorder InFlight { get; init; }

    /// <summary>What cached rows of all tenants may take together.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>At which the supervisor replaces the process.</summary>
    public required long MemoryBytes { get; init; }

    public required ScriptLogFactory ScriptLogs { get; init; }

    /// <summary>Reads the lanes of the worker's slots.</summary>
    public required DeliveryFeed Feed { get; init; }

    /// <summary>What history calls this worker, such as <c>host:4711/0</c>.</summary>
    public required string WorkerName { get; init; }

    /// <summary>What waiting deliveries may take in memory.</summary>
    public required long LaneBytes { get; init; }

    /// <summary>Whether immediate calls that succeed get a line of history too.</summary>
    public required bool RecordsAllCalls { get; init; }

    /// <summary>Told when every delivery of the worker's slots with an id up to a new bound is known to it.</summary>
    public required Action<long> BoundMoved { get; init; }

    /// <summary>Told when nothing runs any more in slots outside the list of this epoch.</summary>
    public required Action<ulong> SlotsReleased { get; init; }

    /// <summary>Ends the worker, which can no longer do its work.</summary>
    public required Action Broken { get; init; }

    public required ILogger<LaneFeeder> FeederLogger { get; init; }

    public required ILogger<GroupCommitter> CommitterLogger { get; init; }

    public required ILogger<ScriptThread> ThreadLogger { get; init; }

    public required TimeProvider Time { get; init; }
}
