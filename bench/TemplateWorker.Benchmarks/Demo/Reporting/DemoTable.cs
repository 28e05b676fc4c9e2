using System.Globalization;
using Spectre.Console;

namespace TemplateWorker.Benchmarks.Demo.Reporting;

/// <summary>The table at the end of the demo.</summary>
internal static class DemoTable
{
    public static Table Of(DemoFigures figures)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("measure").AddColumn(new TableColumn("figure").RightAligned());
        var all = LatencySummary.Of(figures.Sent.Select(result => result.Latency));
        var neighbours = NeighbourLatency.Of(figures.Sent);

        Row("events", Number(figures.Sent.Count));
        Row("runs", Number(figures.Runs));
        foreach (var (reason, count) in figures.Failures)
        {
            Row($"  failed: {reason}", Number(count));
        }

        foreach (var worker in figures.Workers)
        {
            Row($"events of worker {worker.Number}", Number(worker.Completed));
        }

        Row("throughput", $"{Number((long)(figures.Sent.Count / figures.Elapsed.TotalSeconds))} events/s");
        Row("latency p50 / p95 / p99", Latency(all));
        Row("  tenants that behave, nobody looping", Latency(neighbours.Quiet));
        Row("  tenants that behave, beside a loop", Latency(neighbours.BesideLoops));
        Row("recovery after SIGKILL", $"{figures.Replacement.Recovery.TotalMilliseconds:F0} ms");
        Row("calls lost with the worker, repeated", Number(figures.Sent.Sum(result => result.LostCalls)));
        Row("calls put off, repeated", Number(figures.Sent.Sum(result => result.Deferrals)));
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
