using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Migrations.Review;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What <c>migrations repair</c> prints.</summary>
internal static class RepairAnswer
{
    public static MigrationsAnswer Of(IReadOnlyList<MigrationEntry> repaired)
    {
        var report = new RepairReport(Ids(MigrationState.Drifted), Ids(MigrationState.Applied));
        return new MigrationsAnswer(
            ExitCode.Done,
            JsonSerializer.Serialize(report, MigrationsJson.Plain.RepairReport),
            repaired.Count == 0
                ? "nothing to do: the journal has the statements of this version"
                : $"recorded the statements of this version for {Cell.Count(repaired.Count, "migration", "migrations")}: {string.Join(", ", repaired.Select(entry => entry.Id))}");

        IReadOnlyList<string> Ids(MigrationState state) => [.. repaired.Where(entry => entry.State == state).Select(entry => entry.Id)];
    }
}
