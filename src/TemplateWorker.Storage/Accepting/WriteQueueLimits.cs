using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Accepting;

/// <summary>Makes the table of queue limits say what the configuration says. Rows that say so already stay as they are.</summary>
internal static class WriteQueueLimits
{
    // Supervisors that start together write one after the other. Two numbers, as those of the passes over due work (DuePassKind).
    private const string Lock = "select pg_advisory_xact_lock(5526349, 4)";

    private const string Sql = """
        with given as materialized (
            select * from unnest($1::text[], $2::text[], $3::int[]) g(owner_type, owner_id, queued_deliveries)
        ), gone as (
            delete from queue_limits where (owner_type, owner_id) not in (select owner_type, owner_id from given)
        )
        insert into queue_limits as l (owner_type, owner_id, queued_deliveries)
        select owner_type, owner_id, queued_deliveries from given
        on conflict (owner_type, owner_id) do update set queued_deliveries = excluded.queued_deliveries
            where l.queued_deliveries <> excluded.queued_deliveries
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, LimitOptions limits, CancellationToken cancellationToken)
    {
        // The row without a tenant is that of all tenants that have none of their own.
        List<string> ownerType = [""];
        List<string> ownerId = [""];
        List<int> most = [limits.Default.QueuedDeliveries];
        foreach (var (tenant, own) in limits.Tenants)
        {
            ownerType.Add(tenant.OwnerType);
            ownerId.Add(tenant.OwnerId);
            most.Add(own.QueuedDeliveries);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters
            .AddArray(ownerType, NpgsqlDbType.Text)
            .AddArray(ownerId, NpgsqlDbType.Text)
            .AddArray(most, NpgsqlDbType.Integer);
        batch.BatchCommands.Add(write);
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
