namespace TemplateWorker.Demo.Reporting;

/// <summary>Percentiles of a set of latencies; all zero for an empty set.</summary>
internal sealed record LatencySummary(int Count, TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    public static LatencySummary Of(IEnumerable<TimeSpan> latencies)
    {
        var sorted = latencies.Order().ToArray();
        return new LatencySummary(sorted.Length, Percentile(sorted, 50), Percentile(sorted, 95), Percentile(sorted, 99));
    }

    /// <summary>The nearest-rank percentile: the least value that at least <paramref name="percent"/> % of all are not above.</summary>
    private static TimeSpan Percentile(TimeSpan[] sorted, int percent) =>
        sorted.Length == 0 ? TimeSpan.Zero : sorted[(((sorted.Length * percent) + 99) / 100) - 1];
}
