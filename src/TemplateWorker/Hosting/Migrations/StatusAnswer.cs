using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Migrations.Review;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What <c>migrations status</c> prints.</summary>
internal static class StatusAnswer
{
    private static readonly string[] Columns = ["migration", "state", "applied at", "ms", "version", "host"];

    public static MigrationsAnswer Of(IReadOnlyList<MigrationEntry> entries)
    {
        var items = entries.Select(Item).ToList();
        var (state, exitCode, advice) = Verdict(entries);
        var counts = entries.GroupBy(entry => entry.State).OrderBy(group => group.Key).Select(group => $"{Cell.Of(group.Count())} {Name(group.Key)}");
        return new MigrationsAnswer(
            exitCode,
            JsonSerializer.Serialize(new StatusReport(state, items), MigrationsJson.Plain.StatusReport),
            $"{TextTable.Of(Columns, items.Select(Row))}\n\n{string.Join(", ", counts)}. {advice}");
    }

    private static (string State, ExitCode ExitCode, string Advice) Verdict(IReadOnlyList<MigrationEntry> entries)
    {
        if (Has(MigrationState.Unknown))
        {
            return ("unknown", ExitCode.Drifted, "The database was changed by a newer or another program: run that one.");
        }

        if (Has(MigrationState.Drifted))
        {
            return ("drifted", ExitCode.Drifted, "The database was changed by other statements: 'template-worker migrations verify' names them.");
        }

        return Has(MigrationState.Pending)
            ? ("pending", ExitCode.Pending, "'template-worker migrations apply' applies what is pending.")
            : ("current", ExitCode.Done, "The schema is up to date.");

        bool Has(MigrationState state) => entries.Any(entry => entry.State == state);
    }

    private static StatusItem Item(MigrationEntry entry) => new()
    {
        Id = entry.Id,
        State = Name(entry.State),
        AppliedAt = entry.Row?.AppliedAt,
        DurationMs = (long?)entry.Row?.Duration?.TotalMilliseconds,
        ProgramVersion = entry.Row?.ProgramVersion,
        Host = entry.Row?.Host,
        StatementsRecorded = entry.IsRecorded,
    };

    private static string?[] Row(StatusItem item) =>
        [item.Id, item.State, Cell.Of(item.AppliedAt), Cell.Of(item.DurationMs), item.ProgramVersion, item.Host];

    private static string Name(MigrationState state) => state.ToString().ToLowerInvariant();
}
