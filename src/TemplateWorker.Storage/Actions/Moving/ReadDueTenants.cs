using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Moving;

/// <summary>The tenants of the first delayed actions that are due.</summary>
internal static class ReadDueTenants
{
    private const string Sql = """
        select distinct owner_type, owner_id
        from (select owner_type, owner_id from actions where due_at >= $1 and due_at <= now() order by due_at limit $2) d
        """;

    public static async Task<IReadOnlyList<TenantId>> ExecuteAsync(
        NpgsqlConnection connection, DateTimeOffset from, int limit, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddTime(from).AddNumber(limit);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<TenantId> tenants = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tenants.Add(new TenantId(reader.GetString(0), reader.GetString(1)));
        }

        return tenants;
    }
}
