namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>Percentiles in milliseconds, as the client saw them.</summary>
internal sealed record LatencyFigures(double P50, double P90, double P99, double Most)
{
    /// <param name="sorted">At least one.</param>
    public static LatencyFigures Of(IReadOnlyList<TimeSpan> sorted)
    {
        return new LatencyFigures(At(50), At(90), At(99), sorted[^1].TotalMilliseconds);

        // The nearest rank: the least value that at least so many percent are not above.
        double At(int percent) => sorted[(int)((((long)sorted.Count * percent) + 99) / 100) - 1].TotalMilliseconds;
    }
}
