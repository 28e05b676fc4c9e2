using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Migrations.Review;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What <c>migrations verify</c> prints.</summary>
internal static class VerifyAnswer
{
    public static MigrationsAnswer Of(IReadOnlyList<MigrationEntry> entries)
    {
        var report = new VerifyReport(
            !entries.Any(entry => entry.State is MigrationState.Drifted or MigrationState.Unknown),
            [.. entries.Where(entry => entry.State == MigrationState.Drifted).Select(Item)],
            [.. entries.Where(entry => entry.State == MigrationState.Unknown).Select(entry => entry.Id)],
            [.. entries.Where(entry => entry.State == MigrationState.Applied && !entry.IsRecorded).Select(entry => entry.Id)]);
        return new MigrationsAnswer(
            report.Agrees ? ExitCode.Done : ExitCode.Drifted,
            JsonSerializer.Serialize(report, MigrationsJson.Plain.VerifyReport),
            string.Join('\n', Lines(report, entries)));
    }

    private static DriftItem Item(MigrationEntry entry) =>
        new(entry.Id, [.. entry.Drift.Select(drift => new DriftedStatement(drift.Position, drift.Recorded, drift.Known))]);

    private static IEnumerable<string> Lines(VerifyReport report, IReadOnlyList<MigrationEntry> entries)
    {
        foreach (var item in report.Drifted)
        {
            foreach (var statement in item.Statements)
            {
                var (applied, known) = Excerpts.Of(statement.Applied, statement.Known);
                yield return $"{item.Id}: statement {Cell.Of(statement.Position)} {What(statement)}";
                yield return TextTable.Fields(("  applied", applied), ("  this version", known));
            }
        }

        foreach (var id in report.Unknown)
        {
            yield return $"{id}: unknown to this version";
        }

        if (report.Unrecorded.Count > 0)
        {
            yield return $"no statements are recorded for {string.Join(", ", report.Unrecorded)}: they were applied by a program that did not record them";
        }

        yield return report.Agrees
            ? $"{Cell.Count(entries.Count(entry => entry.IsRecorded), "migration was", "migrations were")} applied by the statements of this version"
            : report.Drifted.Count == 0
                ? "The database was changed by a newer or another program: run that one"
                : "If the schema is as it should be, 'template-worker migrations repair --yes' records the statements of this version";
    }

    private static string What(DriftedStatement statement) => statement switch
    {
        { Applied: null } => "was not applied",
        { Known: null } => "is not part of this version",
        _ => "was applied in another form",
    };
}
