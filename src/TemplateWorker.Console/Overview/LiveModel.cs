using TemplateWorker.Console.Figures;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Console.Overview;

/// <summary>What the overview shows anew each second.</summary>
/// <param name="Now">The last seconds.</param>
/// <param name="Latest">The totals.</param>
/// <param name="Window">The histograms of the window.</param>
/// <param name="Lines">The charts.</param>
/// <param name="Workers">The workers, by number.</param>
internal sealed record LiveModel(
    FigureSet Now, Reading Latest, Percentiles Window, IReadOnlyList<ChartLine> Lines, IReadOnlyList<WorkerStatus> Workers);

/// <summary>A line of the overview.</summary>
/// <param name="Name">What is drawn.</param>
/// <param name="Now">The value of now.</param>
/// <param name="Peak">The largest value.</param>
/// <param name="Points">The points.</param>
/// <param name="Kind">The class of the line.</param>
internal sealed record ChartLine(string Name, string Now, string Peak, string Points, string Kind);

/// <summary>The times of the window.</summary>
/// <param name="Rows">Accepting, running, committing: the median, the 95th and the 99th percentile in seconds; null without values.</param>
internal sealed record Percentiles(IReadOnlyList<(string Name, double? Median, double? P95, double? P99)> Rows);
