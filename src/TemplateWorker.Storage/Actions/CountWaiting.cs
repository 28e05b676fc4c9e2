using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions;

/// <summary>How many actions of a tenant wait, and their bytes, counted no further than is needed.</summary>
internal static class CountWaiting
{
    // The order is that of the index.
    private const string Sql = """
        select count(*)::int, coalesce(sum(bytes), 0)::bigint, (array_agg(id))[1]
        from (
            select id, bytes
            from actions
            where owner_type = $1 and owner_id = $2 and id > $4 and died_at is null
            order by owner_type, owner_id, id
            limit $3
        ) a
        """;

    /// <param name="after">Only actions with higher ids.</param>
    /// <returns>What waits, and the lowest id of it.</returns>
    public static (WaitingActions Waiting, Guid? First) Execute(NpgsqlConnection connection, TenantId tenant, int most, Guid after)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddTenant(tenant).AddNumber(most);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return (new WaitingActions(reader.GetInt32(0), reader.GetInt64(1)), reader.IsDBNull(2) ? null : reader.GetGuid(2));
    }
}
