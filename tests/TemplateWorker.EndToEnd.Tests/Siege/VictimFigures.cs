namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>How the tenants that behave fared.</summary>
/// <param name="Calls">Answered.</param>
/// <param name="P50">Half were answered within this.</param>
/// <param name="P99">All but a hundredth were.</param>
/// <param name="Longest">All were.</param>
/// <param name="Refused">Answers other than 200.</param>
internal sealed record VictimFigures(int Calls, TimeSpan P50, TimeSpan P99, TimeSpan Longest, IReadOnlyCollection<string> Refused)
{
    public static VictimFigures Of(IReadOnlyCollection<TimeSpan> latencies, IReadOnlyCollection<string> refused)
    {
        var sorted = latencies.Order().ToList();
        return new VictimFigures(sorted.Count, At(0.5), At(0.99), sorted[^1], refused);

        TimeSpan At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }
}
