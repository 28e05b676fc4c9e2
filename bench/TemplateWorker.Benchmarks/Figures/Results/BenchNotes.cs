namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>What has been measured so far, so that a failure costs no figure that was there before it. Used by one thread at a time.</summary>
/// <param name="report">What is known before anything was measured.</param>
internal sealed class BenchNotes(BenchReport report)
{
    public BenchReport Report { get; private set; } = report;

    /// <summary>Adds what has been measured.</summary>
    public void Add(Func<BenchReport, BenchReport> measured) => Report = measured(Report);
}
