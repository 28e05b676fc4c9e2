using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>
/// Expired keys of the tenants whose keys expired first, as many of each tenant as there is room for. Nothing is locked: a row
/// must not be locked before its tenant.
/// </summary>
/// <remarks>What it reads of other tenants' keys is bounded: the 50,000 that expired first.</remarks>
internal static class ReadExpired
{
    // What has expired is not a matter of tenants, so this names none. The batch is divided evenly, so that a tenant with a
    // hundred thousand expired keys does not keep those of the others back.
    private const string Sql = """
        select e.owner_type, e.owner_id, e.key, e.scopes
        from (
            select owner_type, owner_id, count(*) over () as tenants
            from (
                select owner_type, owner_id, min(expires_at) as first
                from (
                    select owner_type, owner_id, expires_at
                    from tenant_kv_expiry
                    where expires_at >= $2 and expires_at <= now()
                    order by expires_at
                    limit 50000
                ) front
                group by owner_type, owner_id
                order by first
                limit greatest($1 / 2, 1)
            ) first
        ) t
        cross join lateral (
            select owner_type, owner_id, key, scopes::text as scopes
            from tenant_kv_expiry
            where owner_type || ':' || owner_id = t.owner_type || ':' || t.owner_id and expires_at >= $2 and expires_at <= now()
            order by expires_at
            limit $1 / t.tenants
        ) e
        """;

    /// <param name="batch">The most keys.</param>
    /// <param name="from">Keys that expired earlier than this are not looked for.</param>
    /// <param name="limits">The limits of the keys' tenants.</param>
    public static async Task<DueKeys> ExecuteAsync(
        NpgsqlConnection connection, int batch, DateTimeOffset from, LimitOptions limits, QueueFloors floors, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddNumber(batch).AddTime(from);
        commands.BatchCommands.Add(command);
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var due = new DueKeys(limits, floors);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
        }

        return due;
    }
}
