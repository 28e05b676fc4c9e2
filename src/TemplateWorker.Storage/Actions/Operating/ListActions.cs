using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>A page of a tenant's actions.</summary>
internal static class ListActions
{
    private const string Columns = """
        select a.id, a.type, a.template, a.channel, a.route, a.bytes, a.run_id, a.event_id, a.key, a.attempts, a.last_error, a.sent_at, a.due_at,
            a.died_at, a.position is null, a.traceparent
        """;

    private const string Sql = ActionSelection.Sql + Columns + """
        , null
        from selected s
        cross join lateral (select * from actions where owner_type = s.owner_type and owner_id = s.owner_id and id = s.id limit 1) a
        """;

    private const string ReadSql = Columns + """
        , a.data::text
        from actions a
        where a.owner_type = $1 and a.owner_id = $2 and a.id = $3
        """;

    public static async Task<IReadOnlyList<ActionSummary>> ExecuteAsync(NpgsqlConnection connection, ActionFilter filter, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(ActionSelection.Command(Sql, filter));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<ActionSummary> page = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(Read(reader));
        }

        return page;
    }

    /// <summary>One action, with its payload.</summary>
    public static async Task<ActionSummary?> ReadAsync(NpgsqlConnection connection, TenantId tenant, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadSql, connection);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Reads the columns of the list, and the payload behind them.</summary>
    public static ActionSummary Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Type = reader.GetString(1),
        Template = reader.GetString(2),
        Channel = reader.GetString(3),
        Route = reader.GetString(4),
        Bytes = reader.GetInt32(5),
        RunId = reader.GetGuid(6),
        EventId = reader.GetGuid(7),
        Key = reader.IsDBNull(8) ? null : reader.GetString(8),
        Attempts = reader.GetInt32(9),
        LastError = reader.IsDBNull(10) ? null : reader.GetString(10),
        SentAt = reader.GetFieldValue<DateTimeOffset>(11),
        DueAt = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
        DiedAt = reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
        State = !reader.IsDBNull(13) ? ActionState.Dead : reader.GetBoolean(14) ? ActionState.Delayed : ActionState.Waiting,
        Trace = reader.IsDBNull(15) ? null : TraceParent.Parse(reader.GetString(15)),
        DataJson = reader.IsDBNull(16) ? null : reader.GetString(16),
    };
}
