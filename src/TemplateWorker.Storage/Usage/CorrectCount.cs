using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Usage;

/// <summary>Adds to a tenant's counter by how much it differed from the rows, under the tenant's lock.</summary>
/// <remarks>Only the first of two passes that have measured the same difference adds it.</remarks>
internal static class CorrectCount
{
    private const string Sql = """
        update tenant_usage set entries = entries + $4, bytes = bytes + $5, counted_at = now()
        where owner_type = $1 and owner_id = $2 and kind = $3 and counted_at = $6
        """;

    /// <returns>Whether it was added.</returns>
    public static async Task<bool> ExecuteAsync(NpgsqlConnection connection, DueCount due, KeptRows drift, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(due.Tenant).AddText(due.Kind);
        write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = drift.Entries });
        write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = drift.Bytes });
        write.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = due.CountedAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await TenantLock.ExecuteAsync(connection, due.Tenant, write, cancellationToken);
        await reader.CloseAsync();
        return write.RecordsAffected > 0;
    }
}
