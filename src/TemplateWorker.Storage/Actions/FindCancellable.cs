using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions;

/// <summary>Whether an action waits and no consumer has its channel. A channel that a consumer has locked counts as one that it has.</summary>
internal static class FindCancellable
{
    private const string Sql = """
        select a.position is null or c.free
        from (
            select slot, owner_type, owner_id, channel, route, position
            from actions
            where id = $3 and owner_type = $1 and owner_id = $2 and died_at is null
            limit 1
        ) a
        left join lateral (
            select true as free
            from action_channels
            where route = a.route and slot = a.slot and owner_type = a.owner_type and owner_id = a.owner_id and channel = a.channel
                and (leased_until is null or leased_until < now())
            limit 1
            for update skip locked
        ) c on true
        """;

    public static bool Execute(NpgsqlConnection connection, TenantId tenant, Guid id)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        return reader.Read() && !reader.IsDBNull(0) && reader.GetBoolean(0);
    }
}
