using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Schema;

namespace TemplateWorker.Storage.Migrations.Review;

/// <summary>Gives a journal to a database whose schema is there, as after a restore without the journal, if the schema is that of this program.</summary>
internal sealed class Baseline(Database database, IReadOnlyList<Migration> migrations)
{
    private const string CountSlotsSql = "select count(*) from slots";

    /// <summary>Takes the migrations of this binary.</summary>
    public Baseline(Database database)
        : this(database, MigrationList.All)
    {
    }

    /// <summary>Compares the schema, and notes all migrations as applied if nothing differs.</summary>
    /// <returns>What differs; empty when the journal was written.</returns>
    /// <exception cref="StorageException">
    /// The database has a journal already, or another runner is at work (<see cref="StorageFault.SchemaUnknown"/>); or the database failed, as
    /// when the role may not make the schema that is compared with.
    /// </exception>
    public Task<IReadOnlyList<SchemaDifference>> WriteAsync(CancellationToken cancellationToken) => database.UseAsync(WriteAsync, cancellationToken);

    private async Task<IReadOnlyList<SchemaDifference>> WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ReadJournal.ExecuteAsync(connection, cancellationToken) is { Count: > 0 } journal)
        {
            throw Refusal($"The database has a journal with {journal.Count} migrations. 'template-worker migrations status' shows it, and 'template-worker migrations apply' continues from there.");
        }

        var differences = SchemaDifference.Between(
            await ExpectedSchema.ReadAsync(connection, migrations, cancellationToken), await ReadSchema.ExecuteAsync(connection, cancellationToken));
        differences = differences.Count > 0 ? differences : await CompareSlotsAsync(connection, cancellationToken);
        if (differences.Count > 0)
        {
            return differences;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await TakeRunnerLock.ExecuteAsync(connection, cancellationToken))
        {
            throw Refusal("Another process migrates this database. Try again when it has ended.");
        }

        await PrepareJournal.ExecuteAsync(connection, cancellationToken);
        foreach (var migration in migrations)
        {
            await WriteJournal.ExecuteAsync(connection, migration, duration: null, cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
        return [];
    }

    // The only rows that a migration makes, and without which nothing runs.
    private static async Task<IReadOnlyList<SchemaDifference>> CompareSlotsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CountSlotsSql, connection);
        var found = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return found == TenantId.SlotCount ? [] : [new SchemaDifference("rows of table slots", $"{TenantId.SlotCount}", $"{found}")];
    }

    private static StorageException Refusal(string reason) => new(StorageFault.SchemaUnknown, $"{reason} Nothing was changed.");
}
