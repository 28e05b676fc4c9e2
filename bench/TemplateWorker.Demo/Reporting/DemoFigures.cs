using TemplateWorker.Demo.Checking;
using TemplateWorker.Demo.Running;

namespace TemplateWorker.Demo.Reporting;

/// <summary>Everything that one demo measured and found.</summary>
internal sealed record DemoFigures
{
    public required IReadOnlyList<FinishedEvent> Events { get; init; }

    public required WorkerReplacement Replacement { get; init; }

    public required StoredCheckResult Stored { get; init; }

    public required ActionCheckResult Actions { get; init; }

    /// <summary>Deliveries that were given up, by reason.</summary>
    public SortedDictionary<string, int> Failures
    {
        get
        {
            var failures = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var reason in Events.SelectMany(item => item.Runs).Select(run => run.Reason).OfType<string>())
            {
                failures[reason] = failures.GetValueOrDefault(reason) + 1;
            }

            return failures;
        }
    }

    /// <summary>From the first event sent to the last run committed.</summary>
    public TimeSpan Elapsed => Events.Max(item => item.Ended) - Events.Min(item => item.Sent.Started);

    /// <summary>What was promised.</summary>
    public int Deliveries => Events.Sum(item => item.Sent.Accepted?.Deliveries ?? 0);

    /// <summary>What was done.</summary>
    public int Runs => Events.Sum(item => item.Runs.Count());

    /// <summary>Attempts that another one came after.</summary>
    public int Repeated => Events.Sum(item => item.Attempts.Count(attempt => attempt.IsRepeated));
}
