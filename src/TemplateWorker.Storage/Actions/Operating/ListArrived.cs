using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>The actions of all tenants that came into their channels behind a position, and still wait.</summary>
internal static class ListArrived
{
    private const string Sql = """
        select id, type, template, channel, route, bytes, run_id, event_id, key, attempts, last_error, sent_at, due_at, died_at, false, traceparent, null,
            owner_type, owner_id, position
        from actions
        where position is not null and position + 0 > $1
        order by position + 0
        limit $2
        """;

    private const string LastSql = "select case when is_called then last_value else 0 end from action_positions";

    public static async Task<IReadOnlyList<ArrivedAction>> ExecuteAsync(
        NpgsqlConnection connection, long after, int limit, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.AddNumber(limit);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<ArrivedAction> arrived = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            // Programs that share the database may have stored owners that are no tenants.
            if (TenantId.Fault(reader.GetString(17), reader.GetString(18)) is null)
            {
                arrived.Add(new ArrivedAction(reader.GetInt64(19), new TenantId(reader.GetString(17), reader.GetString(18)), ListActions.Read(reader)));
            }
        }

        return arrived;
    }

    /// <summary>The last position that was given.</summary>
    public static async Task<long> ReadLastAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LastSql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
