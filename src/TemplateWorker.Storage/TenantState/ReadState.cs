using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.TenantState;

/// <summary>A tenant's state.</summary>
internal static class ReadState
{
    // Rows that came from elsewhere may hold nulls; the columns allow them.
    private const string Sql = """
        select coalesce(data, '{}'), coalesce(array_remove(events, null), '{}'), coalesce(banned, false), xmin
        from tenant_state
        where owner_type = $1 and owner_id = $2
        """;

    public static TenantStateRecord Execute(Database database, NpgsqlConnection connection, TenantId tenant)
    {
        using var command = Command(connection, tenant);
        database.Prepare(command);
        using var reader = command.ExecuteReader();
        return reader.Read() ? StateRow.Read(reader) : TenantStateRecord.Absent;
    }

    public static async Task<TenantStateRecord> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? StateRow.Read(reader) : TenantStateRecord.Absent;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, TenantId tenant)
    {
        var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        return command;
    }
}
