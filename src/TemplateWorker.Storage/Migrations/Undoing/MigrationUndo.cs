using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Planning;

namespace TemplateWorker.Storage.Migrations.Undoing;

/// <summary>Undoes a migration and all that came after it, newest first, each in its own transaction.</summary>
internal sealed class MigrationUndo(Database database, TimeProvider time, IReadOnlyList<Migration> migrations)
{
    /// <summary>Undoes migrations of this binary.</summary>
    public MigrationUndo(Database database, TimeProvider time)
        : this(database, time, MigrationList.All)
    {
    }

    /// <summary>What would be undone, newest first, and what would be lost. Changes nothing.</summary>
    /// <exception cref="StorageException">
    /// The migration is not applied, one of them cannot be undone, the journal does not fit this binary, or a supervisor is running
    /// (<see cref="StorageFault.SchemaUnknown"/>); or the database failed.
    /// </exception>
    public async Task<IReadOnlyList<UndoneStep>> PlanAsync(string id, CancellationToken cancellationToken)
    {
        var status = await new Migrator(database, time, migrations).StatusAsync(cancellationToken);
        var steps = Choose(id, status);
        return await database.UseAsync((connection, cancel) => PlanAsync(connection, steps, cancel), cancellationToken);
    }

    /// <summary>Undoes them.</summary>
    /// <param name="id">The oldest that is undone.</param>
    /// <param name="progress">Called on this task, one call at a time.</param>
    /// <param name="cancellationToken">Stops before the next one.</param>
    /// <returns>The ids that were undone, newest first.</returns>
    /// <exception cref="StorageException">As by <see cref="PlanAsync(string, CancellationToken)"/>; or one failed and stays applied.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(string id, Action<MigrationProgress> progress, CancellationToken cancellationToken)
    {
        var left = new Stack<Migration>((await PlanAsync(id, cancellationToken)).Select(step => migrations.First(migration => migration.Id == step.Id)).Reverse());
        var runner = new StepRunner(database, time, LegacyValues.Evidence);
        List<string> undone = [];
        while (left.TryPop(out var migration))
        {
            var done = await runner.RunNextAsync(
                journal => journal.Any(row => row.Id == migration.Id) ? migration : null, StepDirection.Down, progress, cancellationToken);
            if (done is var (doneId, duration, _))
            {
                undone.Add(doneId);
                progress(new MigrationProgress.Undone(doneId, duration));
            }
        }

        return undone;
    }

    private List<Migration> Choose(string id, MigrationStatus status)
    {
        if (status.Unknown.Count > 0 || status.Misplaced is not null)
        {
            Migrator.RequireSound(status);
        }

        if (!status.Applied.Contains(id, StringComparer.Ordinal))
        {
            throw Refusal($"The migration '{id}' is not applied, so there is nothing to undo.");
        }

        var steps = migrations.SkipWhile(migration => migration.Id != id).Where(migration => status.Applied.Contains(migration.Id, StringComparer.Ordinal)).Reverse().ToList();
        if (steps.Find(step => step.DownStatements is null) is { } final)
        {
            throw Refusal($"The migration '{final.Id}' cannot be undone. {final.Irreversible} Restore a backup from before it instead.");
        }

        return steps;
    }

    private static async Task<IReadOnlyList<UndoneStep>> PlanAsync(NpgsqlConnection connection, List<Migration> steps, CancellationToken cancellationToken)
    {
        var running = await ReadSupervisors.ExecuteAsync(connection, cancellationToken);
        if (running.Count > 0)
        {
            throw Refusal($"Supervisors are running on this database: {string.Join(", ", running)}. Stop them first; one that was killed is gone within a minute.");
        }

        List<UndoneStep> plan = [];
        foreach (var step in steps)
        {
            List<LostRows> losses = [];
            foreach (var (table, column) in DroppedParts.Of(step.DownStatements!))
            {
                if (await RowCount.ReadAsync(connection, table, column, cancellationToken) is { } rows)
                {
                    losses.Add(new LostRows(table, column, rows));
                }
            }

            plan.Add(new UndoneStep(step.Id, losses, step.LeavesBehind));
        }

        return plan;
    }

    private static StorageException Refusal(string reason) => new(StorageFault.SchemaUnknown, $"{reason} Nothing was changed.");
}
