namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>What an idle pool uses.</summary>
/// <param name="Tenants">That have nothing to do.</param>
/// <param name="Cores">Of CPU, by role: 0.01 is one percent of one core.</param>
internal sealed record IdleFigures(int Tenants, IReadOnlyDictionary<string, double> Cores)
{
    /// <summary>Of supervisor, workers and database together.</summary>
    public double Sum => Cores.Values.Sum();
}
