using TemplateWorker.JavaScript;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Embedding;

/// <summary>How a <see cref="TemplateHost"/> runs templates. The defaults suit a small program.</summary>
public sealed record TemplateHostOptions
{
    /// <summary>The script engine, its threads, and what stays in memory between runs.</summary>
    public ScriptingOptions Scripting { get; init; } = new();

    /// <summary>What each tenant may use.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Calls of all tenants that may wait or run, at least 1; the next one is refused with <see cref="Calls.EventRefusal.QueueFull"/>. Default 10,000.</summary>
    public int MaxOutstanding { get; init; } = 10_000;

    /// <summary>How long a call may wait for its first run to start, more than zero. Default 30 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long disposal waits for calls and deliveries under way, zero or more. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Bytes of resident memory that the process should stay below, at least 1. At four fifths of it the host drops the heaps of idle tenants; it does
    /// not enforce the limit. Default 1 GiB.
    /// </summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>What the history of runs calls this host. Default <c>embedded</c>.</summary>
    public string WorkerName { get; init; } = "embedded";
}
