namespace TemplateWorker.Console.Figures;

/// <summary>What happened between two readings.</summary>
internal sealed record FigureSet
{
    /// <summary>The outcome that is none of a failure.</summary>
    private const string Done = "done";

    private const string Accepted = "accepted";

    /// <summary>Events stored each second.</summary>
    public required double AcceptedRate { get; init; }

    /// <summary>Events refused each second.</summary>
    public required double RefusedRate { get; init; }

    /// <summary>Executions of handlers each second.</summary>
    public required double RunRate { get; init; }

    /// <summary>Those of them that failed.</summary>
    public required double FailureRate { get; init; }

    /// <summary>Failures by reason, those with most first.</summary>
    public required IReadOnlyList<Failure> Failures { get; init; }

    /// <summary>Whether there is an earlier reading, without which there is no rate.</summary>
    public required bool HasRates { get; init; }

    /// <summary>What happened between two readings; the earlier one is null at the first look.</summary>
    public static FigureSet Between(Reading? earlier, Reading now, double seconds)
    {
        double PerSecond(double before, double after) => earlier is null || seconds <= 0 ? 0 : Math.Max(after - before, 0) / seconds;
        double Rate(Func<Reading, IReadOnlyDictionary<string, double>> counts, Func<string, bool> wanted) =>
            PerSecond(earlier is null ? 0 : Sum(counts(earlier), wanted), Sum(counts(now), wanted));

        return new FigureSet
        {
            HasRates = earlier is not null,
            AcceptedRate = Rate(reading => reading.Events, outcome => outcome == Accepted),
            RefusedRate = Rate(reading => reading.Events, outcome => outcome is not (Accepted or "repeated")),
            RunRate = Rate(reading => reading.Runs, _ => true),
            FailureRate = Rate(reading => reading.Runs, outcome => outcome != Done),
            Failures =
            [
                .. now.Runs.Where(run => run.Key != Done)
                    .Select(run => new Failure(run.Key, run.Value, PerSecond(earlier?.Runs.GetValueOrDefault(run.Key) ?? 0, run.Value)))
                    .OrderByDescending(failure => failure.Total),
            ],
        };
    }

    private static double Sum(IReadOnlyDictionary<string, double> counts, Func<string, bool> wanted) =>
        counts.Where(count => wanted(count.Key)).Sum(count => count.Value);
}

/// <summary>A reason for which runs failed.</summary>
/// <param name="Reason">Its name.</param>
/// <param name="Total">How many since the start.</param>
/// <param name="Rate">How many each second.</param>
internal sealed record Failure(string Reason, double Total, double Rate);
