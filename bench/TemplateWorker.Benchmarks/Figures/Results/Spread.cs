namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>What several rounds gave.</summary>
/// <param name="Median">Of the rounds.</param>
/// <param name="Least">Of the rounds.</param>
/// <param name="Most">Of the rounds.</param>
/// <param name="Rounds">Each, in order.</param>
internal sealed record Spread(double Median, double Least, double Most, IReadOnlyList<double> Rounds)
{
    /// <param name="rounds">At least one.</param>
    public static Spread Of(IEnumerable<double> rounds)
    {
        var values = rounds.ToList();
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1], values);
    }

    /// <summary>Round by round, since the rounds of two loads that took turns met the same machine.</summary>
    public static Spread Ratio(Spread numerator, Spread denominator) => Of(numerator.Rounds.Zip(denominator.Rounds, (above, below) => above / below));
}
