using System.Globalization;
using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Hosting;

/// <summary>Applies pending migrations and logs each step.</summary>
internal sealed partial class SchemaUpgrade(Database database, ILogger<SchemaUpgrade> logger, TimeProvider time)
{
    /// <returns>The ids this process applied.</returns>
    /// <exception cref="StorageException">A migration failed, or the journal holds ids that this binary does not know.</exception>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken) =>
        new Migrator(database, time).ApplyAsync(Tell, cancellationToken);

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
