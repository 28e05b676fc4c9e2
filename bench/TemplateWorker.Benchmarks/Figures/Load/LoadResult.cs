namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>What came of a load.</summary>
internal sealed record LoadResult
{
    /// <summary>Good answers, by the number of the request.</summary>
    public required IReadOnlyList<int> Answered { get; init; }

    /// <summary>Every answer's time, sorted.</summary>
    public required IReadOnlyList<TimeSpan> Latencies { get; init; }

    /// <summary>From the first request to the last answer.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The body of one of the answers.</summary>
    public required ReadOnlyMemory<byte> SampleBody { get; init; }

    public int Count => Latencies.Count;

    public double PerSecond => Count / Elapsed.TotalSeconds;
}
