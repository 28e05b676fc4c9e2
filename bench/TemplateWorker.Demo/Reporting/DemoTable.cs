using System.Globalization;
using Spectre.Console;

namespace TemplateWorker.Demo.Reporting;

/// <summary>The table at the end of the demo.</summary>
internal static class DemoTable
{
    public static Table Of(DemoFigures figures)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("measure").AddColumn(new TableColumn("figure").RightAligned());
        var neighbours = NeighbourLatency.Of(figures.Events);

        Row("events accepted", Number(figures.Events.Count));
        Row("deliveries", Number(figures.Deliveries));
        Row("runs", Number(figures.Runs));
        foreach (var (reason, count) in figures.Failures)
        {
            Row($"  given up: {reason}", Number(count));
        }

        foreach (var worker in figures.Events.SelectMany(item => item.Runs).CountBy(run => run.Worker).OrderBy(worker => worker.Key, StringComparer.Ordinal))
        {
            Row($"runs of {worker.Key}", Number(worker.Value));
        }

        Row("from sent to accepted p50 / p95 / p99", Latency(LatencySummary.Of(figures.Events.Select(item => item.Sent.Latency))));
        Row("from sent to committed", Latency(LatencySummary.Of(figures.Events.Select(item => item.Latency))));
        Row("  tenants that behave, without a loop", Latency(neighbours.Quiet));
        Row("  tenants that behave, beside a loop", Latency(neighbours.BesideLoops));
        Row("first event to last commit", $"{figures.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        Row("recovery after SIGKILL", $"{figures.Replacement.Recovery.TotalMilliseconds:F0} ms");
        Row("attempts that were made again", Number(figures.Repeated));
        Row("requests that were sent again", Number(figures.Events.Sum(item => item.Sent.Repeats)));
        Row("actions received and checked", Number(figures.Actions.Received));
        Row("  requests that were sent again", Number(figures.Actions.Repeats));
        Row("tenants checked", Number(figures.Stored.Tenants));
        Row("stored keys checked", Number(figures.Stored.Keys));
        return table;

        void Row(string measure, string figure) => table.AddRow(Markup.Escape(measure), Markup.Escape(figure));
    }

    private static string Latency(LatencySummary summary) => summary.Count == 0
        ? "none"
        : $"{Milliseconds(summary.P50)} / {Milliseconds(summary.P95)} / {Milliseconds(summary.P99)} ms";

    private static string Milliseconds(TimeSpan span) =>
        span.TotalMilliseconds.ToString(span.TotalMilliseconds < 10 ? "F1" : "F0", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
