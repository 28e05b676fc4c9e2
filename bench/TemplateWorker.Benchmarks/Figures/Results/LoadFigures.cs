namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>What one kind of load reached, and what it cost.</summary>
internal sealed record LoadFigures
{
    /// <summary>Connections, each with one request or transaction at a time.</summary>
    public required int Clients { get; init; }

    /// <summary>Requests or transactions.</summary>
    public required long Count { get; init; }

    public required Spread PerSecond { get; init; }

    /// <summary>Null for pgbench.</summary>
    public LatencyFigures? Latency { get; init; }

    /// <summary>Runs in one commit, on average; null where there are none.</summary>
    public double? RunsPerCommit { get; init; }

    /// <summary>Microseconds of CPU for each request, by role.</summary>
    public required IReadOnlyDictionary<string, double> CpuMicroseconds { get; init; }

    /// <summary>The same by thread.</summary>
    public required IReadOnlyDictionary<string, double> ThreadMicroseconds { get; init; }

    /// <summary>The share of all CPU time that went to processes beside the measurement. Above a few percent the rates mean little.</summary>
    public required double OthersShare { get; init; }
}
