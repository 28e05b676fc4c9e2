using TemplateWorker.Runs.Calls;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Measures;

/// <summary>Counts what a worker runs and commits, for the operator's metrics (docs/metrics.md). Thread-safe.</summary>
internal sealed class RunMeasures
{
    /// <summary>The outcome of a run that did not fail. Others have the reason of their failure.</summary>
    public const string Done = "done";

    /// <summary>Bounds of durations, in microseconds: from a run that does next to nothing to the longest time limits in use.</summary>
    public static readonly IReadOnlyList<long> Durations =
        [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000];

    /// <summary>Bounds of sizes of groups, in runs; the largest group has 64.</summary>
    public static readonly IReadOnlyList<long> Sizes = [1, 2, 4, 8, 16, 32, 64];

    private long _coldStarts;
    private long _conflicts;

    /// <summary>Executions of handlers by how they ended; one that is repeated after a conflict counts each time.</summary>
    public Tally Runs { get; } = new();

    /// <summary>Wall time of executions.</summary>
    public Distribution RunTime { get; } = new(Durations);

    /// <summary>CPU time of executions.</summary>
    public Distribution RunCpu { get; } = new(Durations);

    /// <summary>Deliveries by how an attempt ended: <c>done</c>, <c>retry</c>, <c>dead</c> or <c>parked</c>.</summary>
    public Tally Deliveries { get; } = new();

    /// <summary>Time from sending a group to the database's answer.</summary>
    public Distribution CommitTime { get; } = new(Durations);

    /// <summary>Runs of a group.</summary>
    public Distribution CommitRuns { get; } = new(Sizes);

    /// <summary>Templates that were loaded into a heap.</summary>
    public long ColdStarts => Interlocked.Read(ref _coldStarts);

    /// <summary>Runs that were not committed because what they had read had changed.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    public void NoteRun(RunReport report)
    {
        Runs.Add(report.Failure?.Reason ?? Done);
        RunTime.Record(report.Wall);
        RunCpu.Record(report.Cpu);
    }

    public void NoteColdStart() => Interlocked.Increment(ref _coldStarts);

    public void NoteCommit(int runs, TimeSpan took)
    {
        CommitRuns.Record(runs);
        CommitTime.Record(took);
    }

    /// <summary>Counts what the database made of a run.</summary>
    public void NoteVerdict(FinishedRun run, RunVerdict verdict)
    {
        if (verdict is RunVerdict.Stale)
        {
            Interlocked.Increment(ref _conflicts);
        }
        else if (verdict is RunVerdict.Committed && run.Delivery is { } end)
        {
            Deliveries.Add(NameOf(end));
            foreach (var earlier in run.Earlier)
            {
                Deliveries.Add(NameOf(earlier.Delivery));
            }
        }
    }

    private static string NameOf(DeliveryEnd end) => end switch
    {
        DeliveryEnd.Done => Done,
        DeliveryEnd.Retry => "retry",
        DeliveryEnd.Dead => "dead",
        DeliveryEnd.Park => "parked",
        _ => throw new InvalidOperationException($"Unexpected end {end.GetType().Name}."),
    };
}
