using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Hosting;

/// <summary>Checks whether the schema of a database matches this binary, for commands that do not migrate.</summary>
internal static class SchemaCheck
{
    /// <returns>The fault and its remedy; null if the schema is current.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public static async Task<string?> FaultAsync(Database database, CancellationToken cancellationToken) =>
        Fault(await new Migrator(database, TimeProvider.System).StatusAsync(cancellationToken));

    /// <inheritdoc cref="FaultAsync"/>
    public static string? Fault(MigrationStatus status)
    {
        if (status.IsCurrent)
        {
            return null;
        }

        return status.Unknown.Count > 0
            ? $"The database was migrated by another version ({string.Join(", ", status.Unknown)} are unknown here). Use the newest binary."
            : $"The database's schema is not up to date ({string.Join(", ", status.Pending)} pending). Run: template-worker --worker-type migrate";
    }
}
