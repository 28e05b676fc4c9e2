using TemplateWorker.Console.Figures;
using TemplateWorker.Console.Text;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Console.Overview;

/// <summary>Makes what the overview shows of the readings. Pure.</summary>
internal static class LiveFigures
{
    // Long enough to be calm, short enough to be now.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    /// <param name="readings">The newest last; at least one.</param>
    /// <param name="workers">The workers, by number.</param>
    /// <param name="elapsed">The time between two timestamps.</param>
    public static LiveModel Of(IReadOnlyList<Reading> readings, IReadOnlyList<WorkerStatus> workers, Func<long, long, TimeSpan> elapsed)
    {
        var latest = readings[^1];
        var sets = readings.Skip(1).Zip(readings, (after, before) =>
            (Age: elapsed(after.At, latest.At), Set: FigureSet.Between(before, after, elapsed(before.At, after.At).TotalSeconds))).ToArray();
        var recent = readings.LastOrDefault(reading => elapsed(reading.At, latest.At) >= Recent) ?? (readings.Count > 1 ? readings[0] : null);
        var now = FigureSet.Between(recent, latest, recent is null ? 0 : elapsed(recent.At, latest.At).TotalSeconds);
        return new LiveModel(
            now,
            latest,
            new Percentiles(
            [
                Row("Accept", readings, reading => reading.AcceptTime),
                Row("Run", readings, reading => reading.RunTime),
                Row("Commit", readings, reading => reading.CommitTime),
            ]),
            [
                Line("Events accepted", now.AcceptedRate, sets, set => set.AcceptedRate, "good"),
                Line("Runs", now.RunRate, sets, set => set.RunRate, "good"),
                Line("Failed runs", now.FailureRate, sets, set => set.FailureRate, "bad"),
                Line("Events refused", now.RefusedRate, sets, set => set.RefusedRate, "bad"),
            ],
            workers);
    }

    private static ChartLine Line(string name, double now, (TimeSpan Age, FigureSet Set)[] sets, Func<FigureSet, double> value, string kind)
    {
        var values = sets.Select(set => (set.Age, Value: value(set.Set))).ToArray();
        var most = values.Select(one => one.Value).DefaultIfEmpty().Max();
        return new ChartLine(name, $"{Units.Rate(now)}/s", $"{Units.Rate(most)}/s", Sparkline.Points(values, FigureHistory.Window, most), kind);
    }

    private static (string Name, double? Median, double? P95, double? P99) Row(string name, IReadOnlyList<Reading> readings, Func<Reading, Buckets> histogram)
    {
        // Of one reading alone, everything since the start.
        var buckets = readings.Count == 1 ? histogram(readings[0]) : histogram(readings[^1]).Since(histogram(readings[0]));
        return (name, buckets.Quantile(0.5), buckets.Quantile(0.95), buckets.Quantile(0.99));
    }
}
