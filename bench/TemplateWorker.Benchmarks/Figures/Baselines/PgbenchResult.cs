using System.Globalization;
using System.Text.RegularExpressions;

namespace TemplateWorker.Benchmarks.Figures.Baselines;

/// <summary>What pgbench says at its end.</summary>
/// <param name="Transactions">How many it made.</param>
/// <param name="PerSecond">Without the time that it took to connect.</param>
internal sealed partial record PgbenchResult(long Transactions, double PerSecond)
{
    public static PgbenchResult? TryParse(string output)
    {
        var transactions = Made().Match(output);
        var rate = Rate().Match(output);
        return transactions.Success && rate.Success
            ? new PgbenchResult(
                long.Parse(transactions.Groups["number"].Value, CultureInfo.InvariantCulture), double.Parse(rate.Groups["number"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"number of transactions actually processed: (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Made();

    [GeneratedRegex(@"tps = (?<number>[\d.]+) \(without initial connection time\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();
}
