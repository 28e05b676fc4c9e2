using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations;

/// <summary>
/// Brings a database to the schema of this binary. Any number of runners may start at once, in one or many processes: each
/// migration is applied by exactly one of them, and all return when the schema is current.
/// </summary>
public sealed class Migrator
{
    /// <summary>The ids of all migrations of this binary, in their order.</summary>
    public static IReadOnlyList<string> KnownIds { get; } = [.. MigrationList.All.Select(migration => migration.Id)];

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Migration> _migrations;

    /// <summary>Prepares to apply all migrations of this binary.</summary>
    public Migrator(Database database, TimeProvider time)
        : this(database, time, MigrationList.All)
    {
    }

    /// <summary>Prepares to apply a list of migrations that stands for the binary's own.</summary>
    internal Migrator(Database database, TimeProvider time, IReadOnlyList<Migration> migrations)
    {
        _database = database;
        _time = time;
        _migrations = migrations;
    }

    /// <summary>How values of databases from before the first migration are taken.</summary>
    public LegacyValues LegacyValues { get; init; }

    /// <summary>Compares the journal with this binary's list, and changes nothing.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<MigrationStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var journal = await _database.UseAsync(ReadJournal.ExecuteAsync, cancellationToken);
        return Compare(journal ?? []);
    }

    /// <summary>Applies what is pending, in order. Does nothing on a database that is current.</summary>
    /// <param name="progress">Called on the runner's own task, one call at a time.</param>
    /// <param name="cancellationToken">Undoes the migration under way; those before it stay.</param>
    /// <returns>The ids that this runner applied; empty when there was nothing to do or others did it.</returns>
    /// <exception cref="StorageException">
    /// The journal holds ids that this binary does not know, lacks one in the middle, or records other statements while something is
    /// pending (<see cref="StorageFault.SchemaUnknown"/>), a migration failed
    /// (<see cref="StorageFault.MigrationFailed"/>), another session kept a table locked (<see cref="StorageFault.LockNotAvailable"/>),
    /// or the database failed.
    /// </exception>
    public Task<IReadOnlyList<string>> ApplyAsync(Action<MigrationProgress> progress, CancellationToken cancellationToken) =>
        ApplyAsync(_migrations[^1].Id, progress, cancellationToken);

    /// <inheritdoc cref="ApplyAsync(Action{MigrationProgress}, CancellationToken)"/>
    /// <param name="last">The last one to apply.</param>
    internal async Task<IReadOnlyList<string>> ApplyAsync(string last, Action<MigrationProgress> progress, CancellationToken cancellationToken)
    {
        RequireSound(await StatusAsync(cancellationToken));
        var runner = new StepRunner(_database, _time, LegacyValues);
        List<string> applied = [];
        while (await runner.RunNextAsync(journal => NextUpTo(last, journal), StepDirection.Up, progress, cancellationToken) is var (id, duration, notices))
        {
            applied.Add(id);
            progress(new MigrationProgress.Applied(id, duration, notices));
        }

        return applied;
    }

    private Migration? NextUpTo(string last, IReadOnlyList<JournalRow> journal)
    {
        var status = Compare(journal);
        RequireSound(status);
        return status.Pending.Count == 0 || status.Applied.Contains(last, StringComparer.Ordinal) ? null : _migrations.First(migration => migration.Id == status.Pending[0]);
    }

    private MigrationStatus Compare(IReadOnlyCollection<JournalRow> journal)
    {
        var known = _migrations.Select(migration => migration.Id).ToList();
        var applied = journal.ToDictionary(row => row.Id, row => row.Checksum, StringComparer.Ordinal);
        return new MigrationStatus(
            [.. known.Where(applied.ContainsKey)],
            [.. known.Where(id => !applied.ContainsKey(id))],
            [.. journal.Select(row => row.Id).Except(known, StringComparer.Ordinal)])
        {
            Misplaced = known.SkipWhile(applied.ContainsKey).FirstOrDefault(applied.ContainsKey),
            Drifted =
            [
                .. _migrations
                    .Where(migration => StatementChecksum.IsComparable(applied.GetValueOrDefault(migration.Id)) && applied[migration.Id] != migration.Checksum)
                    .Select(migration => migration.Id),
            ],
        };
    }

    /// <exception cref="StorageException">The journal does not fit this binary.</exception>
    internal static void RequireSound(MigrationStatus status)
    {
        if (status.Unknown.Count > 0)
        {
            throw new StorageException(
                StorageFault.SchemaUnknown,
                $"The database has migrations that this version does not know: {string.Join(", ", status.Unknown)}. It was changed by a newer or another program; run that one, or restore a backup from before. Nothing was changed.");
        }

        if (status.Misplaced is { } misplaced)
        {
            throw new StorageException(
                StorageFault.SchemaUnknown,
                $"The journal of the database has '{misplaced}', but not '{status.Pending[0]}', which comes before it. _migrations_applied or the schema was edited; restore what was there. Nothing was changed.");
        }

        if (status.Pending.Count > 0 && status.Drifted.Count > 0)
        {
            throw new StorageException(
                StorageFault.SchemaUnknown,
                $"The database was changed by other statements than those of this version: {string.Join(", ", status.Drifted)}. Look at 'template-worker migrations verify', and run 'template-worker migrations repair --yes' if the schema is right. Nothing was changed.");
        }
    }
}
