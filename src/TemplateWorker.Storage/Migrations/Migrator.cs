using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations;

/// <summary>
/// Brings a database to the schema of this binary. Any number of runners may start at once, in one or many processes: each
/// migration is applied by exactly one of them, and all return when the schema is current.
/// </summary>
/// <remarks>
/// A runner takes a transaction-level advisory lock for one migration at a time, and polls for it instead of waiting: a
/// statement that waits holds a snapshot, and CREATE INDEX CONCURRENTLY waits for all older snapshots, so a queue of waiting
/// runners would stop it for ever. Within a migration no lock is waited for longer than <see cref="LockWait.Limit"/>,
/// since everybody else's statements queue up behind ours; the migration is then undone and tried again.
/// </remarks>
public sealed class Migrator
{
    // Stands for a migration's id while the journal itself is made or taken over.
    private const string JournalStep = "_migrations_applied";

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
    public async Task<IReadOnlyList<string>> ApplyAsync(Action<MigrationProgress> progress, CancellationToken cancellationToken)
    {
        RequireSound(await StatusAsync(cancellationToken));
        List<string> applied = [];
        while (true)
        {
            if (await ApplyNextAsync(progress, cancellationToken) is not { } id)
            {
                return applied;
            }

            applied.Add(id);
        }
    }

    private async Task<string?> ApplyNextAsync(Action<MigrationProgress> progress, CancellationToken cancellationToken)
    {
        var waits = new LockWait();
        while (true)
        {
            await using var blockers = new BlockerWatch(_database, _time);
            var attempt = await _database.UseAsync(
                (connection, cancel) => AttemptAsync(connection, blockers, cancel), cancellationToken);
            switch (attempt)
            {
                case MigrationAttempt.Current:
                    return null;
                case MigrationAttempt.Applied applied:
                    progress(new MigrationProgress.Applied(applied.Id, applied.Duration, applied.Notices));
                    return applied.Id;
                case MigrationAttempt.JournalPrepared:
                    continue;
                case MigrationAttempt.OtherRunner when waits.IsFirstWaitForRunner():
                    progress(new MigrationProgress.Waiting());
                    break;
                case MigrationAttempt.Blocked blocked:
                    var seen = await blockers.SeenAsync();
                    progress(new MigrationProgress.Blocked(blocked.Id, waits.CountBlocked(blocked, seen), seen));
                    break;
            }

            await Task.Delay(LockWait.NextDelay(attempt), _time, cancellationToken);
        }
    }

    // Everything between begin and commit: the lock, a fresh look at the journal, the migration and its row.
    private async Task<MigrationAttempt> AttemptAsync(NpgsqlConnection connection, BlockerWatch blockers, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await TakeRunnerLock.ExecuteAsync(connection, cancellationToken))
        {
            return new MigrationAttempt.OtherRunner();
        }

        var started = _time.GetTimestamp();
        var id = JournalStep;
        try
        {
            if (await PrepareJournal.ExecuteAsync(connection, cancellationToken))
            {
                await transaction.CommitAsync(cancellationToken);
                return new MigrationAttempt.JournalPrepared();
            }

            var status = Compare(await ReadJournal.ExecuteAsync(connection, cancellationToken) ?? []);
            RequireSound(status);
            if (status.Pending.Count == 0)
            {
                return new MigrationAttempt.Current();
            }

            id = status.Pending[0];
            var session = new MigrationSession(connection, LegacyValues);
            blockers.Watch(connection.ProcessID);
            await PrepareSession.ExecuteAsync(connection, cancellationToken);
            var migration = _migrations.First(migration => migration.Id == id);
            await migration.ApplyAsync(session, cancellationToken);
            await WriteJournal.ExecuteAsync(connection, migration, _time.GetElapsedTime(started), cancellationToken);

            // From here on the answer is the server's: a cancelled commit could not say whether it happened.
            await transaction.CommitAsync(CancellationToken.None);
            return new MigrationAttempt.Applied(id, _time.GetElapsedTime(started), session.Notices);
        }
        catch (PostgresException exception) when (exception.SqlState == SqlState.LockNotAvailable)
        {
            return new MigrationAttempt.Blocked(id, exception);
        }
        catch (Exception exception) when (_database.Explain(exception, isConnected: true, _database.Losses) is { IsTransient: false, Fault: not StorageFault.SchemaUnknown } cause)
        {
            throw new StorageException(
                StorageFault.MigrationFailed, $"The migration '{id}' failed and was undone. {cause.Message}", exception)
            {
                SqlState = cause.SqlState,
            };
        }
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

    private static void RequireSound(MigrationStatus status)
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
