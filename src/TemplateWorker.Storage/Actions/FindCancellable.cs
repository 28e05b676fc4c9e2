using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions;

/// <summary>Whether an action waits and no consumer has its channel.</summary>
internal static class FindCancellable
{
    private static readonly string Sql = $"""
        select a.position is null or c.free
        from (
            select slot, owner_type, owner_id, channel, route, position
            from actions
            where id = $3 and owner_type = $1 and owner_id = $2 and died_at is null
            limit 1
        ) a
        left join lateral (
            {ActionChannels.LockFree("a")}
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
