using Npgsql;

namespace TemplateWorker.Storage.Due;

/// <summary>How long until the next key expires: one look at the end of an index.</summary>
internal static class ReadNextExpiry
{
    private const string Sql = "select min(expires_at) - now() from tenant_kv_expiry";

    public static async Task<TimeSpan?> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }
}
