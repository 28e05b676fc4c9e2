using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations;

/// <summary>Applies or undoes one migration at a time, as the only runner in its database, and waits for its turn and for foreign locks.</summary>
/// <remarks>
/// It takes a transaction-level advisory lock for one migration at a time, and polls for it instead of waiting: a
/// statement that waits holds a snapshot, and CREATE INDEX CONCURRENTLY waits for all older snapshots, so a queue of waiting
/// runners would stop it for ever. Within a migration no lock is waited for longer than <see cref="LockWait.Limit"/>,
/// since everybody else's statements queue up behind ours; the migration is then undone and tried again.
/// </remarks>
internal sealed class StepRunner(Database database, TimeProvider time, LegacyValues legacyValues)
{
    // Stands for a migration's id while the journal itself is made or taken over.
    private const string JournalStep = "_migrations_applied";

    /// <summary>Does the next step, if there is one.</summary>
    /// <param name="choose">Decides by the journal which one; null ends it. It may refuse by an exception.</param>
    /// <param name="direction">Whether it is applied or undone.</param>
    /// <param name="progress">Called on the runner's own task.</param>
    /// <param name="cancellationToken">Undoes the step under way.</param>
    /// <returns>The step that was done; null when there was none.</returns>
    /// <exception cref="StorageException">The step failed, another session kept a table locked, or the database failed.</exception>
    public async Task<MigrationAttempt.Done?> RunNextAsync(
        Func<IReadOnlyList<JournalRow>, Migration?> choose, StepDirection direction, Action<MigrationProgress> progress, CancellationToken cancellationToken)
    {
        var waits = new LockWait();
        while (true)
        {
            await using var blockers = new BlockerWatch(database, time);
            var attempt = await database.UseAsync(
                (connection, cancel) => AttemptAsync(connection, choose, direction, blockers, cancel), cancellationToken);
            switch (attempt)
            {
                case MigrationAttempt.Current:
                    return null;
                case MigrationAttempt.Done done:
                    return done;
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

            await Task.Delay(LockWait.NextDelay(attempt), time, cancellationToken);
        }
    }

    // Everything between begin and commit: the lock, a fresh look at the journal, the migration and its row.
    private async Task<MigrationAttempt> AttemptAsync(
        NpgsqlConnection connection,
        Func<IReadOnlyList<JournalRow>, Migration?> choose,
        StepDirection direction,
        BlockerWatch blockers,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await TakeRunnerLock.ExecuteAsync(connection, cancellationToken))
        {
            return new MigrationAttempt.OtherRunner();
        }

        var started = time.GetTimestamp();
        var id = JournalStep;
        try
        {
            if (choose(await ReadJournal.ExecuteAsync(connection, cancellationToken) ?? []) is not { } migration)
            {
                return new MigrationAttempt.Current();
            }

            // Not earlier: a role that may not change the journal can still start where nothing is to be done.
            if (await PrepareJournal.ExecuteAsync(connection, cancellationToken))
            {
                await transaction.CommitAsync(cancellationToken);
                return new MigrationAttempt.JournalPrepared();
            }

            id = migration.Id;
            var session = new MigrationSession(connection, legacyValues);
            blockers.Watch(connection.ProcessID);
            await PrepareSession.ExecuteAsync(connection, cancellationToken);
            if (direction == StepDirection.Up)
            {
                await migration.ApplyAsync(session, cancellationToken);
                await WriteJournal.ExecuteAsync(connection, migration, time.GetElapsedTime(started), cancellationToken);
            }
            else
            {
                await migration.UndoAsync(session, cancellationToken);
                await RemoveFromJournal.ExecuteAsync(connection, migration, cancellationToken);
            }

            // From here on the answer is the server's: a cancelled commit could not say whether it happened.
            await transaction.CommitAsync(CancellationToken.None);
            return new MigrationAttempt.Done(id, time.GetElapsedTime(started), session.Notices);
        }
        catch (PostgresException exception) when (exception.SqlState == SqlState.LockNotAvailable)
        {
            return new MigrationAttempt.Blocked(id, exception);
        }
        catch (Exception exception) when (database.Explain(exception, isConnected: true, database.Losses) is { IsTransient: false, Fault: not (StorageFault.SchemaUnknown or StorageFault.SchemaOutdated) } cause)
        {
            throw new StorageException(
                StorageFault.MigrationFailed,
                direction == StepDirection.Up
                    ? $"The migration '{id}' failed and was undone. {cause.Message}"
                    : $"The migration '{id}' could not be undone and stays applied. {cause.Message}",
                exception)
            {
                SqlState = cause.SqlState,
            };
        }
    }
}
