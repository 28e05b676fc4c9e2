using System.Globalization;

namespace TemplateWorker.EndToEnd.Tests.Chaos;

/// <summary>The table at the end of the fault suite.</summary>
internal static class ChaosTable
{
    private static readonly string[] Head = ["fault", "round", "events", "missing", "lost", "doubled", "disordered", "repeated", "longest wait", "took", ""];

    public static IEnumerable<string> Lines(IEnumerable<ChaosResult> results)
    {
        string[][] rows = [Head, .. results.Select(Row)];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join(
            "  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    private static string[] Row(ChaosResult result) =>
    [
        result.Fault.Name,
        Number(result.Round),
        Number(result.Findings?.Events),
        Number(result.Findings?.Missing),
        Number(result.Findings?.Lost),
        Number(result.Findings?.Doubled),
        Number(result.Findings?.Disordered),
        Number(result.Findings?.Repeated),
        Seconds(result.Findings?.LongestWait.Length),
        Seconds(result.Took),
        result.Wrongs.Count == 0 ? "ok" : "FAILED",
    ];

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static string Seconds(TimeSpan? value) => value is { } span ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:F2} s") : "?";
}
