using Microsoft.Extensions.Logging;
using TemplateWorker.Configuration.Options;
using TemplateWorker.JavaScript;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Templates.Scheduling;
using TemplateWorker.Templates.Transactions;

namespace TemplateWorker.Templates;

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

    /// <summary>What cached rows of all tenants may take together.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>At which the supervisor replaces the process.</summary>
    public required long MemoryBytes { get; init; }

    public required ScriptLogFactory ScriptLogs { get; init; }

    public required ILogger<GroupCommitter> CommitterLogger { get; init; }

    public required ILogger<ScriptThread> ThreadLogger { get; init; }

    public required TimeProvider Time { get; init; }
}
