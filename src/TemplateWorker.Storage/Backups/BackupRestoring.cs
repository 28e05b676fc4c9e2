using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Storage.Backups;

/// <summary>Restores a backup into an empty database, or tries that in a database that it makes and drops.</summary>
/// <param name="connectionString">Of the role that will own the tables, in Npgsql's form, without a pooler.</param>
/// <param name="programFolder">Where <c>pg_restore</c> is; null to look for it.</param>
internal sealed class BackupRestoring(string connectionString, string? programFolder)
{
    /// <summary>Restores all or nothing, and compares the rows with the manifest.</summary>
    /// <exception cref="StorageException">It failed; then the database is as it was, unless the comparison found a difference.</exception>
    public async Task<RestoredBackup> RestoreAsync(string path, CancellationToken cancellationToken)
    {
        var manifest = await CheckAsync(path, cancellationToken);
        await using var database = await OpenAsync(connectionString, cancellationToken);
        var tables = await database.UseAsync(DatabaseContents.TablesAsync, cancellationToken);
        return tables.Count > 0
            ? throw new StorageException(
                StorageFault.BackupFailed,
                $"The database is not empty: it has {tables.Count} tables, such as {string.Join(", ", tables.Take(3))}. Nothing was changed. Make an empty database (create database …), name it in meta.postgres_url, and restore into that.")
            : await FillAsync(database, connectionString, path, manifest, cancellationToken);
    }

    /// <summary>Restores into a database of its own on the same server, compares the rows with the manifest, and drops the database.</summary>
    /// <exception cref="StorageException">The backup cannot be restored.</exception>
    public async Task<RestoredBackup> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        var manifest = await CheckAsync(path, cancellationToken);
        await using var database = await OpenAsync(connectionString, cancellationToken);
        var name = $"template_worker_verify_{Guid.NewGuid():N}";
        await ExecuteAsync(database, $"create database {name} template template0 encoding 'UTF8'", cancellationToken);
        try
        {
            var scratch = new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
            await using var opened = await OpenAsync(scratch, cancellationToken);
            return await FillAsync(opened, scratch, path, manifest, cancellationToken);
        }
        finally
        {
            // The pool above is closed; what is left of a killed pg_restore ends with its connection.
            await ExecuteAsync(database, $"drop database if exists {name}", CancellationToken.None);
        }
    }

    private static Task<Database> OpenAsync(string connectionString, CancellationToken cancellationToken) =>
        Database.OpenAsync(new DatabaseOptions { ConnectionString = connectionString, MaxConnections = 2 }, cancellationToken);

    private static Task<int> ExecuteAsync(Database database, string sql, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    private static async Task<BackupManifest> CheckAsync(string path, CancellationToken cancellationToken)
    {
        var manifest = await BackupArchive.CheckAsync(path, cancellationToken);
        var unknown = manifest.Migrations.Except(Migrator.KnownIds, StringComparer.Ordinal).ToList();
        return unknown.Count > 0
            ? throw new StorageException(
                StorageFault.SchemaUnknown,
                $"The backup is of version {manifest.Program} and has migrations that this version does not know: {string.Join(", ", unknown)}. Restore it with that version.")
            : manifest;
    }

    private static IEnumerable<TableDifference> Differences(IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> found) =>
        expected.Keys.Union(found.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(table => new TableDifference(table, expected.TryGetValue(table, out var rows) ? rows : null, found.TryGetValue(table, out var there) ? there : null))
            .Where(difference => difference.Expected != difference.Found);

    private async Task<RestoredBackup> FillAsync(
        Database database, string target, string path, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var missing = await database.UseAsync((connection, token) => DatabaseContents.MissingRolesAsync(connection, manifest.Roles, token), cancellationToken);
        if (missing.Count > 0)
        {
            throw new StorageException(
                StorageFault.BackupFailed,
                $"The backup gives rights to roles that this server does not have: {string.Join(", ", missing)}. Create them (create role …), then repeat this.");
        }

        var restore = await PostgresTool.FindAsync("pg_restore", manifest.DumpMajor, programFolder, cancellationToken);
        await BackupArchive.ReadDumpAsync(
            path,
            dump => restore.RunAsync(
                ["--no-owner", "--no-password", "--exit-on-error", "--single-transaction", $"--dbname={LibpqEnvironment.AddressOf(target)}"],
                LibpqEnvironment.Of(target),
                dump,
                output: null,
                cancellationToken));
        return await database.UseAsync(
            async (connection, token) =>
            {
                await using var analyze = new NpgsqlCommand("analyze", connection) { CommandTimeout = 0 };
                await analyze.ExecuteNonQueryAsync(token);
                var counts = await DatabaseContents.CountAsync(connection, token);
                return new RestoredBackup(manifest, [.. Differences(manifest.Tables, counts)]);
            },
            cancellationToken);
    }
}

/// <summary>A backup that was restored.</summary>
/// <param name="Manifest">What it says about itself.</param>
/// <param name="Differences">The tables whose rows differ; empty when all is well.</param>
internal sealed record RestoredBackup(BackupManifest Manifest, IReadOnlyList<TableDifference> Differences);

/// <summary>A table that has not the rows that the manifest counts.</summary>
/// <param name="Table">Its name with the schema.</param>
/// <param name="Expected">The rows by the manifest; null when it does not name the table.</param>
/// <param name="Found">The rows that are there; null when there is no such table.</param>
internal sealed record TableDifference(string Table, long? Expected, long? Found);
