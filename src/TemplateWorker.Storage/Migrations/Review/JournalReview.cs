using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Review;

/// <summary>Compares the journal of a database with the migrations of this program, statement by statement.</summary>
internal sealed class JournalReview(Database database, IReadOnlyList<Migration> migrations)
{
    /// <summary>Compares with the migrations of this binary.</summary>
    public JournalReview(Database database)
        : this(database, MigrationList.All)
    {
    }

    /// <summary>Every migration: those of this program in their order, then those that only the journal has. Changes nothing.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<IReadOnlyList<MigrationEntry>> ReadAsync(CancellationToken cancellationToken) =>
        Compare(await database.UseAsync(ReadJournal.ExecuteAsync, cancellationToken) ?? []);

    /// <summary>Records this program's statements for the migrations that drifted, or of which none are recorded.</summary>
    /// <returns>What was recorded anew, as it stood before.</returns>
    /// <exception cref="StorageException">The database failed, or there is no journal.</exception>
    public async Task<IReadOnlyList<MigrationEntry>> RepairAsync(CancellationToken cancellationToken)
    {
        var repaired = await database.UseAsync(RepairAsync, cancellationToken);
        return repaired ?? throw new StorageException(
            StorageFault.SchemaOutdated, "The database has no journal of migrations. Run 'template-worker migrations apply', or 'template-worker migrations baseline' if the tables are there.");
    }

    private async Task<IReadOnlyList<MigrationEntry>?> RepairAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ReadJournal.ExecuteAsync(connection, cancellationToken) is null)
        {
            return null;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PrepareJournal.ExecuteAsync(connection, cancellationToken);
        var wrong = Compare(await ReadJournal.ExecuteAsync(connection, cancellationToken) ?? [])
            .Where(entry => entry.State == MigrationState.Drifted || (entry.State == MigrationState.Applied && !entry.IsRecorded))
            .ToList();
        foreach (var entry in wrong)
        {
            await RecordChecksum.ExecuteAsync(connection, migrations.First(migration => migration.Id == entry.Id), cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
        return wrong;
    }

    private List<MigrationEntry> Compare(IReadOnlyList<JournalRow> journal)
    {
        var rows = journal.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var known = migrations.Select(migration => Entry(migration, rows.GetValueOrDefault(migration.Id)));
        var unknown = journal.Where(row => !migrations.Any(migration => migration.Id == row.Id))
            .Select(row => new MigrationEntry(row.Id, MigrationState.Unknown, row, []) { IsRecorded = row.Checksum is not null });
        return [.. known, .. unknown];
    }

    private static MigrationEntry Entry(Migration migration, JournalRow? row)
    {
        var isRecorded = StatementChecksum.IsComparable(row?.Checksum);
        var hasDrifted = isRecorded && row!.Checksum != migration.Checksum;
        var state = row is null ? MigrationState.Pending : hasDrifted ? MigrationState.Drifted : MigrationState.Applied;
        return new MigrationEntry(
            migration.Id,
            state,
            row,
            hasDrifted ? StatementDrift.Between(row!.Statements ?? [], [.. migration.Statements.Select(statement => statement.Normal)]) : [])
        {
            IsRecorded = isRecorded,
        };
    }
}
