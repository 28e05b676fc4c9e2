using System.Data;
using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Backups;

/// <summary>Takes a backup of a whole database while it is in use.</summary>
/// <param name="database">As the role that owns the tables, without a pooler.</param>
/// <param name="connectionString">The same, in Npgsql's form.</param>
/// <param name="programFolder">Where <c>pg_dump</c> is; null to look for it.</param>
internal sealed class BackupTaking(Database database, string connectionString, string? programFolder)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private const string MigrationsSql = "select id from _migrations_applied order by applied_at, id";

    /// <summary>Takes it. The rows that the manifest counts are those of the dump's own snapshot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="program">The version of this program.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Gets the bytes of the dump so far, every few seconds.</param>
    /// <exception cref="StorageException">It failed, and there is no file.</exception>
    public Task<BackupManifest> RunAsync(string path, string program, TimeProvider time, Action<long> progress, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            var dump = await PostgresTool.FindAsync("pg_dump", connection.PostgreSqlVersion.Major, programFolder, token);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
            await ExecuteAsync(connection, "set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0", token);
            var takenAt = time.GetUtcNow();
            var snapshot = await ReadTextAsync(connection, "select pg_export_snapshot()", token);
            var migrations = await ReadTextAsync(connection, "select to_regclass('_migrations_applied')::text", token) is null
                ? throw new StorageException(StorageFault.SchemaOutdated, "There is nothing to back up: the database has no journal of migrations (_migrations_applied).")
                : await ReadMigrationsAsync(connection, token);
            return await BackupArchive.WriteAsync(
                path,
                async stream =>
                {
                    await using (time.CreateTimer(_ => progress(((CountingStream)stream).Bytes), null, Pace, Pace))
                    {
                        await dump.RunAsync(
                            ["--format=custom", $"--snapshot={snapshot}", "--no-password"], LibpqEnvironment.Of(connectionString), input: null, stream, token);
                    }

                    return new BackupManifest
                    {
                        Format = BackupManifest.CurrentFormat,
                        TakenAt = takenAt,
                        Program = program,
                        Server = connection.PostgreSqlVersion.ToString(2),
                        DumpMajor = dump.Major,
                        Migrations = migrations,
                        Roles = await DatabaseContents.RolesAsync(connection, token),
                        Tables = await DatabaseContents.CountAsync(connection, token),
                        DumpBytes = 0,
                        DumpSha256 = "",
                    };
                });
        },
        cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string?> ReadTextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task<IReadOnlyList<string>> ReadMigrationsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(MigrationsSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> migrations = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            migrations.Add(reader.GetString(0));
        }

        return migrations;
    }
}
