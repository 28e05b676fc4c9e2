using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Storage.Backups;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Hosting.Backups;

/// <summary>What <c>backup</c> and <c>restore</c> print.</summary>
internal sealed record BackupReport
{
    /// <summary><c>taken</c>, <c>verified</c>, <c>restored</c>, or <c>different</c> when the rows of a table are not those of the manifest.</summary>
    public required string Outcome { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>When its data was current.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The version of the program that took it.</summary>
    public required string Program { get; init; }

    /// <summary>Bytes of the dump in it.</summary>
    public required long DumpBytes { get; init; }

    /// <summary>How many tables it has.</summary>
    public required int Tables { get; init; }

    /// <summary>The rows of all of them.</summary>
    public required long Rows { get; init; }

    /// <summary>Migrations that this version applies to it.</summary>
    public required IReadOnlyList<string> PendingMigrations { get; init; }

    /// <summary>The tables whose rows differ.</summary>
    public IReadOnlyList<TableDifference> Differences { get; init; } = [];

    /// <summary>How long it took.</summary>
    public long DurationMs { get; init; }

    public static BackupReport Taken(string file, BackupManifest manifest) => Of("taken", file, manifest);

    public static BackupReport Verified(string file, RestoredBackup restored) => Of("verified", file, restored);

    public static BackupReport Restored(string file, RestoredBackup restored) => Of("restored", file, restored);

    public string Json() => JsonSerializer.Serialize(this, BackupReportJson.Default.BackupReport);

    public string Text()
    {
        var what = $"{File}, taken at {Cell.Of(TakenAt)} by {Program}: {Cell.Count(Tables, "table", "tables")}, {Cell.Of(Rows)} rows, {Cell.Of(DumpBytes)} bytes; {Cell.Of(DurationMs)} ms";
        IEnumerable<string> lines = [$"{Outcome}: {what}", .. Differences.Select(Line)];
        return string.Join('\n', PendingMigrations.Count == 0 || Outcome == "taken" ? lines : lines.Append(
            $"{Cell.Count(PendingMigrations.Count, "migration", "migrations")} pending: run template-worker --worker-type migrate before the supervisors"));
    }

    private static BackupReport Of(string outcome, string file, RestoredBackup restored) =>
        Of(restored.Differences.Count == 0 ? outcome : "different", file, restored.Manifest) with { Differences = restored.Differences };

    private static BackupReport Of(string outcome, string file, BackupManifest manifest) => new()
    {
        Outcome = outcome,
        File = file,
        TakenAt = manifest.TakenAt,
        Program = manifest.Program,
        DumpBytes = manifest.DumpBytes,
        Tables = manifest.Tables.Count,
        Rows = manifest.Rows,
        PendingMigrations = [.. Migrator.KnownIds.Except(manifest.Migrations, StringComparer.Ordinal)],
    };

    private static string Line(TableDifference difference) => difference switch
    {
        { Found: null } => $"{difference.Table} is missing; it had {Cell.Of(difference.Expected)} rows",
        { Expected: null } => $"{difference.Table} has {Cell.Of(difference.Found)} rows and is not in the backup",
        _ => $"{difference.Table} has {Cell.Of(difference.Found)} rows instead of {Cell.Of(difference.Expected)}",
    };
}
