using System.Globalization;

namespace TemplateWorker.Console.Figures;

/// <summary>What was counted since the start, at one moment, over all workers.</summary>
/// <param name="At">The timestamp.</param>
/// <param name="Events">Events that were sent to be stored, by outcome.</param>
/// <param name="Runs">Executions of handlers, by outcome.</param>
/// <param name="Deliveries">Attempts at deliveries, by outcome.</param>
/// <param name="AcceptTime">Seconds of storing a group of events.</param>
/// <param name="RunTime">Seconds of an execution.</param>
/// <param name="CommitTime">Seconds of committing a group of runs.</param>
internal sealed record Reading(
    long At,
    IReadOnlyDictionary<string, double> Events,
    IReadOnlyDictionary<string, double> Runs,
    IReadOnlyDictionary<string, double> Deliveries,
    Buckets AcceptTime,
    Buckets RunTime,
    Buckets CommitTime)
{
    /// <summary>What the names of all metrics here begin with.</summary>
    public const string Prefix = "template_worker_";

    private const string Outcome = "outcome";

    /// <summary>Reads what <c>/metrics</c> answered.</summary>
    public static Reading Of(string metrics, long at)
    {
        var samples = MetricsText.Samples(metrics, Prefix).ToLookup(sample => sample.Name, StringComparer.Ordinal);
        return new Reading(
            at,
            Sums(samples["template_worker_events_total"]),
            Sums(samples["template_worker_runs_total"]),
            Sums(samples["template_worker_deliveries_total"]),
            Histogram(samples["template_worker_accept_duration_seconds_bucket"]),
            Histogram(samples["template_worker_run_duration_seconds_bucket"]),
            Histogram(samples["template_worker_commit_duration_seconds_bucket"]));
    }

    private static Dictionary<string, double> Sums(IEnumerable<MetricSample> samples) => samples
        .GroupBy(sample => sample.Labels.GetValueOrDefault(Outcome, string.Empty), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(sample => sample.Value), StringComparer.Ordinal);

    private static Buckets Histogram(IEnumerable<MetricSample> samples) => new([.. samples
        .GroupBy(sample => BoundOf(sample.Labels.GetValueOrDefault("le", "+Inf")))
        .OrderBy(group => group.Key)
        .Select(group => new Bucket(group.Key, group.Sum(sample => sample.Value)))]);

    private static double BoundOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? bound : double.PositiveInfinity;
}
