using TemplateWorker.Ipc.Messages;
using TemplateWorker.Runs.Measures;

namespace TemplateWorker.Metrics;

/// <summary>The metrics that workers count and their supervisor publishes, under the same names in the messages and in <c>/metrics</c>.</summary>
internal static class WorkerMetrics
{
    public const string Runs = "template_worker.runs";
    public const string Deliveries = "template_worker.deliveries";
    public const string ColdStarts = "template_worker.cold_starts";
    public const string Conflicts = "template_worker.commit.conflicts";
    public const string RunDuration = "template_worker.run.duration";
    public const string RunCpuTime = "template_worker.run.cpu_time";
    public const string CommitDuration = "template_worker.commit.duration";
    public const string CommitRuns = "template_worker.commit.runs";

    /// <summary>What a worker has counted since its start.</summary>
    public static Measures Read(RunMeasures measures) => new(
        [
            .. measures.Runs.Read().Select(count => new MeasuredCount(Runs, count.Key, count.Value)),
            .. measures.Deliveries.Read().Select(count => new MeasuredCount(Deliveries, count.Key, count.Value)),
            new MeasuredCount(ColdStarts, string.Empty, measures.ColdStarts),
            new MeasuredCount(Conflicts, string.Empty, measures.Conflicts),
        ],
        [
            Read(RunDuration, measures.RunTime),
            Read(RunCpuTime, measures.RunCpu),
            Read(CommitDuration, measures.CommitTime),
            Read(CommitRuns, measures.CommitRuns),
        ]);

    /// <summary>How much was counted in all: a number that grows whenever something is counted.</summary>
    public static long Total(Measures measures) =>
        measures.Counts.Sum(count => count.Count) + measures.Distributions.Sum(distribution => distribution.Buckets.Sum(bucket => bucket.Count));

    private static MeasuredDistribution Read(string name, Distribution distribution) =>
        new(name, [.. distribution.Read().Select(bucket => new MeasuredBucket(bucket.Count, bucket.Sum))]);
}
