using System.Globalization;
using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Undoing;

namespace TemplateWorker.Hosting;

/// <summary>Applies pending migrations and logs each step.</summary>
internal sealed partial class SchemaUpgrade(Database database, ILogger<SchemaUpgrade> logger, TimeProvider time)
{
    /// <inheritdoc cref="Migrator.LegacyValues"/>
    public LegacyValues LegacyValues { get; init; }

    /// <summary>Applies pending migrations, or refuses to start without them.</summary>
    /// <exception cref="StorageException">A migration is pending and must not be applied here, or failed; or the database failed.</exception>
    public async Task StartAsync(MigrationStart start, CancellationToken cancellationToken)
    {
        if (start == MigrationStart.Apply)
        {
            await RunAsync(cancellationToken);
        }
        else if (await SchemaCheck.FaultAsync(database, cancellationToken) is { } fault)
        {
            throw new StorageException(StorageFault.SchemaOutdated, $"{fault} (migrations.on_start is check)");
        }
    }

    /// <returns>The ids this process applied.</returns>
    /// <exception cref="StorageException">A migration failed, or the journal holds ids that this binary does not know.</exception>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken) => RunAsync(Migrator.KnownIds[^1], cancellationToken);

    /// <inheritdoc cref="RunAsync(CancellationToken)"/>
    /// <param name="last">The last one to apply.</param>
    public Task<IReadOnlyList<string>> RunAsync(string last, CancellationToken cancellationToken) =>
        new Migrator(database, time) { LegacyValues = LegacyValues }.ApplyAsync(last, Tell, cancellationToken);

    /// <summary>Undoes a migration and all after it.</summary>
    /// <returns>The ids that were undone.</returns>
    /// <exception cref="StorageException">They cannot be undone, or the database failed.</exception>
    public Task<IReadOnlyList<string>> UndoAsync(string id, CancellationToken cancellationToken) =>
        new MigrationUndo(database, time).RunAsync(id, Tell, cancellationToken);

    private void Tell(MigrationProgress progress)
    {
        switch (progress)
        {
            case MigrationProgress.Applied(var id, var duration, var notices):
                Log.Applied(logger, id, duration.TotalMilliseconds);
                foreach (var notice in notices)
                {
                    Log.Noticed(logger, id, notice);
                }

                break;
            case MigrationProgress.Undone(var id, var duration):
                Log.Undone(logger, id, duration.TotalMilliseconds);
                break;
            case MigrationProgress.Waiting:
                Log.Waiting(logger);
                break;
            case MigrationProgress.Blocked(var id, var attempt, var blockers):
                var who = blockers.Count == 0 ? "no session was seen holding the lock" : string.Join("; ", blockers);
                Log.Blocked(logger, id, attempt.ToString(CultureInfo.InvariantCulture), who);
                break;
        }
    }
}
