using System.Data;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using TemplateWorker.Storage.Backups;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Storage.TenantCopies;

/// <summary>Writes all rows of a tenant into a file, as they were at one moment.</summary>
internal sealed class TenantExport(Database database)
{
    /// <summary>Writes the file; it has its name once it is complete. Only its owner may read it.</summary>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="program">The version of this program.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The rows of each table that has some.</returns>
    /// <exception cref="StorageException">It failed, and there is no file.</exception>
    public Task<IReadOnlyDictionary<string, long>> RunAsync(
        TenantId tenant, string path, string program, TimeProvider time, CancellationToken cancellationToken) => database.UseAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
                await using (var patience = new NpgsqlCommand("set transaction read only; set local statement_timeout = 0", connection))
                {
                    await patience.ExecuteNonQueryAsync(token);
                }

                var head = new TenantFileHead
                {
                    Format = TenantFileHead.CurrentFormat,
                    Tenant = tenant.ToString(),
                    TakenAt = time.GetUtcNow(),
                    Program = program,
                    Migration = Migrator.KnownIds[^1],
                };
                return await PrivateFile.WriteAsync(path, stream => WriteAsync(connection, tenant, head, stream, token));
            },
            cancellationToken);

    private static async Task<IReadOnlyDictionary<string, long>> WriteAsync(
        NpgsqlConnection connection, TenantId tenant, TenantFileHead head, Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await WriteLineAsync(JsonSerializer.Serialize(head, TenantFileJson.Default.TenantFileHead));
        foreach (var table in await TenantTable.AllAsync(connection, cancellationToken))
        {
            await using var command = new NpgsqlCommand(table.SelectSql, connection) { CommandTimeout = 0 };
            command.Parameters.AddTenant(tenant);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                // What PostgreSQL writes as JSON has no line breaks but in columns of the type json, where they are between tokens.
                var row = reader.GetString(0).Replace('\n', ' ').Replace('\r', ' ');
                await WriteLineAsync($"{{\"table\":\"{table.Name}\",\"row\":{row}}}");
                counts[table.Name] = counts.GetValueOrDefault(table.Name) + 1;
            }
        }

        var end = new TenantFileEnd(counts.Values.Sum(), Convert.ToHexStringLower(hash.GetHashAndReset()));
        await WriteLineAsync(JsonSerializer.Serialize(end, TenantFileJson.Default.TenantFileEnd));
        return counts;

        async Task WriteLineAsync(string line)
        {
            var bytes = Encoding.UTF8.GetBytes(line + "\n");
            hash.AppendData(bytes);
            await stream.WriteAsync(bytes, cancellationToken);
        }
    }
}
