using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Runs.Measures;

namespace TemplateWorker.Metrics;

/// <summary>
/// Publishes what workers report. What they report is not trusted: an unknown name, a number that falls and more than
/// <see cref="MostAtOnce"/> values of a bucket in one message are ignored, and labels beyond <see cref="MaxLabels"/> become <c>other</c>.
/// Thread-safe.
/// </summary>
internal sealed class WorkerMeter
{
    /// <summary>The most new values of a bucket in one message: some seconds of a busy worker have a tenth of it.</summary>
    public const int MostAtOnce = 1_000_000;

    /// <summary>The most outcomes that are told apart.</summary>
    public const int MaxLabels = 64;

    private const string Other = "other";
    private const double MicrosecondsPerSecond = 1_000_000;

    private readonly Dictionary<string, Counter<long>> _counters;
    private readonly Dictionary<string, (Histogram<double> Histogram, double Scale)> _histograms;
    private readonly ConcurrentDictionary<string, string> _labels = new(StringComparer.Ordinal);

    public WorkerMeter(Meter meter)
    {
        _counters = new(StringComparer.Ordinal)
        {
            [WorkerMetrics.Runs] = meter.CreateCounter<long>(WorkerMetrics.Runs, "{run}", "Executions of handlers, by outcome: done, or the reason of the failure."),
            [WorkerMetrics.Deliveries] = meter.CreateCounter<long>(
                WorkerMetrics.Deliveries, "{delivery}", "Attempts at deliveries, by outcome: done, retry, dead or parked."),
            [WorkerMetrics.ColdStarts] = meter.CreateCounter<long>(WorkerMetrics.ColdStarts, "{template}", "Templates that were loaded into a heap."),
            [WorkerMetrics.Conflicts] = meter.CreateCounter<long>(
                WorkerMetrics.Conflicts, "{run}", "Runs that were not committed because what they had read had changed."),
        };
        _histograms = new(StringComparer.Ordinal)
        {
            [WorkerMetrics.RunDuration] = Seconds(meter, WorkerMetrics.RunDuration, "Wall time of executions of handlers."),
            [WorkerMetrics.RunCpuTime] = Seconds(meter, WorkerMetrics.RunCpuTime, "CPU time of executions of handlers."),
            [WorkerMetrics.CommitDuration] = Seconds(meter, WorkerMetrics.CommitDuration, "Time from sending a group of runs to the database's answer."),
            [WorkerMetrics.CommitRuns] = (Create(meter, WorkerMetrics.CommitRuns, "{run}", "Runs of a group that was committed together.", 1), 1),
        };
    }

    /// <summary>Adds what is new in a worker's report.</summary>
    /// <param name="worker">Its number.</param>
    /// <param name="last">The report before it on the same connection; null for the first one.</param>
    /// <param name="now">The report.</param>
    public void Add(int worker, Measures? last, Measures now)
    {
        var number = KeyValuePair.Create("worker", (object?)worker);
        foreach (var count in now.Counts)
        {
            var before = last?.Counts.FirstOrDefault(earlier => earlier.Name == count.Name && earlier.Label == count.Label)?.Count ?? 0;
            if (_counters.TryGetValue(count.Name, out var counter) && count.Count > before)
            {
                if (count.Label.Length == 0)
                {
                    counter.Add(count.Count - before, number);
                }
                else
                {
                    counter.Add(count.Count - before, number, KeyValuePair.Create("outcome", (object?)Label(count.Label)));
                }
            }
        }

        foreach (var distribution in now.Distributions)
        {
            if (_histograms.TryGetValue(distribution.Name, out var known))
            {
                var before = last?.Distributions.FirstOrDefault(earlier => earlier.Name == distribution.Name)?.Buckets ?? [];
                Add(known.Histogram, known.Scale, number, before, distribution.Buckets);
            }
        }
    }

    // A histogram takes single values only. Each of a bucket's new values is recorded as their mean, which is in the same bucket, so that
    // counts and sums are exact.
    private static void Add(
        Histogram<double> histogram, double scale, KeyValuePair<string, object?> worker, IReadOnlyList<MeasuredBucket> before, IReadOnlyList<MeasuredBucket> now)
    {
        for (var i = 0; i < now.Count; i++)
        {
            var (count, sum) = i < before.Count ? (now[i].Count - before[i].Count, now[i].Sum - before[i].Sum) : (now[i].Count, now[i].Sum);
            if (count is <= 0 or > MostAtOnce || sum < 0)
            {
                continue;
            }

            var mean = sum / scale / count;
            for (var value = 0L; value < count; value++)
            {
                histogram.Record(mean, worker);
            }
        }
    }

    private string Label(string label) => _labels.Count < MaxLabels ? _labels.GetOrAdd(label, label) : _labels.GetValueOrDefault(label, Other);

    private static (Histogram<double> Histogram, double Scale) Seconds(Meter meter, string name, string description) =>
        (Create(meter, name, "s", description, MicrosecondsPerSecond), MicrosecondsPerSecond);

    private static Histogram<double> Create(Meter meter, string name, string unit, string description, double scale)
    {
        var bounds = (unit == "s" ? RunMeasures.Durations : RunMeasures.Sizes).Select(bound => bound / scale).ToArray();
        return meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }
}
