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

    /// <summary>How long the workers stood still for garbage collection; null where there are none.</summary>
    public PauseFigures? Pauses { get; init; }

    /// <summary>Microseconds of CPU for each request, by role.</summary>
    public required IReadOnlyDictionary<string, double> CpuMicroseconds { get; init; }

    /// <summary>The same by thread.</summary>
    public required IReadOnlyDictionary<string, double> ThreadMicroseconds { get; init; }

    /// <summary>The share of all CPU time that went to processes beside the measurement. Above a few percent the rates mean little.</summary>
    public required double OthersShare { get; init; }
}

/// <summary>How long workers stood still for garbage collection.</summary>
/// <param name="LongestMilliseconds">The longest pause of any worker in the minute before the end of the last round.</param>
/// <param name="Share">The part of the rounds in which a worker stood still, on average.</param>
internal sealed record PauseFigures(double LongestMilliseconds, double Share);
