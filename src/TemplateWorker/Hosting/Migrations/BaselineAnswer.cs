using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Schema;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What <c>migrations baseline</c> prints.</summary>
internal static class BaselineAnswer
{
    public static MigrationsAnswer Of(IReadOnlyList<SchemaDifference> differences)
    {
        var report = new BaselineReport(differences.Count == 0, [.. differences.Select(one => new BaselineDifference(one.Title, one.Expected, one.Found))]);
        return new MigrationsAnswer(
            report.Written ? ExitCode.Done : ExitCode.Failed,
            JsonSerializer.Serialize(report, MigrationsJson.Plain.BaselineReport),
            report.Written
                ? $"The schema is that of this version: {Cell.Of(Migrator.KnownIds.Count)} migrations are noted as applied"
                : string.Join('\n', report.Differences.SelectMany(Lines).Append(Refusal(report))));
    }

    private static IEnumerable<string> Lines(BaselineDifference difference)
    {
        yield return difference switch
        {
            { Found: null } => $"{difference.Part} is missing",
            { Expected: null } => $"{difference.Part} is not part of this version",
            _ => $"{difference.Part} differs",
        };
        if (difference is { Expected: { } expected, Found: { } found })
        {
            var (shown, known) = Excerpts.Of(found, expected);
            yield return TextTable.Fields(("  found", shown), ("  expected", known));
        }
    }

    private static string Refusal(BaselineReport report) =>
        $"The schema differs from that of this version in {Cell.Count(report.Differences.Count, "place", "places")}, so nothing was noted. Correct it, or restore the journal (_migrations_applied) from the dump that the schema comes from";
}

/// <summary>Whether the journal was written.</summary>
/// <param name="Written">Whether it was.</param>
/// <param name="Differences">Why not.</param>
internal sealed record BaselineReport(bool Written, IReadOnlyList<BaselineDifference> Differences);

/// <summary>A part of the schema that is not as it should be.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Expected">Its definition as it should be; null when it should not be there.</param>
/// <param name="Found">As it is; null when it is missing.</param>
internal sealed record BaselineDifference(string Part, string? Expected, string? Found);
