using TemplateWorker.Benchmarks.Demo.Api;
using TemplateWorker.Benchmarks.Demo.Checking;
using TemplateWorker.Benchmarks.Demo.Running;
using TemplateWorker.Benchmarks.Demo.Sending;

namespace TemplateWorker.Benchmarks.Demo.Reporting;

/// <summary>Everything that one demo measured and found.</summary>
internal sealed record DemoFigures
{
    public required IReadOnlyList<SentEvent> Sent { get; init; }

    /// <summary>From the first event sent to the last one answered.</summary>
    public required TimeSpan Elapsed { get; init; }

    public required WorkerReplacement Replacement { get; init; }

    /// <summary>The workers after the last event.</summary>
    public required IReadOnlyList<WorkerStatus> Workers { get; init; }

    public required StoredCheckResult Stored { get; init; }

    /// <summary>Runs that failed, by reason.</summary>
    public SortedDictionary<string, int> Failures
    {
        get
        {
            var failures = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var error in Sent.SelectMany(result => result.Runs).Select(run => run.Error).OfType<RunFailure>())
            {
                failures[error.Reason] = failures.GetValueOrDefault(error.Reason) + 1;
            }

            return failures;
        }
    }

    public int Runs => Sent.Sum(result => result.Runs.Count);
}
