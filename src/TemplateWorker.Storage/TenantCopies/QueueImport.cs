using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.TenantCopies;

/// <summary>
/// The last transaction of an import: what waits in lanes and channels, what holds the lanes, and the tenant's state, which ends the ban.
/// </summary>
internal sealed class QueueImport(NpgsqlConnection connection, TenantId tenant, IReadOnlyDictionary<string, TenantTable> tables)
{
    /// <summary>The rows of a statement.</summary>
    private const int RowsOfStatement = 1_000;

    private const string NewId = "nextval('deliveries_id_seq')";

    private static readonly string ActionsSql = $$"""
        with sent as (
            {INSERT}
            returning slot, owner_type, owner_id, channel, route, position
        ), {{ActionChannels.Open("sent")}}
        select count(*) from sent
        """;

    /// <param name="rows">Of these tables, each in its order.</param>
    /// <param name="state">The row of the tenant's state; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RunAsync(IReadOnlyList<TenantFileRow> rows, JsonElement? state, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var begin = new NpgsqlBatch(connection, transaction))
        {
            begin.BatchCommands.Add(new NpgsqlBatchCommand($"select {DeliveryInsert.TransactionId}"));
            TenantLock.AddTo(begin, tenant);
            await begin.ExecuteNonQueryAsync(cancellationToken);
        }

        var ids = new Dictionary<long, long>();
        foreach (var chunk in Of(rows, "deliveries").Chunk(RowsOfStatement))
        {
            // The new ids ascend in the order of the old ones.
            var sql = $"{tables["deliveries"].InsertSql("$1", ("id", NewId))} returning id";
            var old = chunk.Select(row => row.GetProperty("id").GetInt64()).ToList();
            var fresh = await ReadIdsAsync(sql, chunk, cancellationToken);
            foreach (var (before, after) in old.Zip(fresh))
            {
                ids[before] = after;
            }
        }

        foreach (var name in (string[])["delayed_deliveries", "dead_letters"])
        {
            foreach (var chunk in Of(rows, name).Chunk(RowsOfStatement))
            {
                await ExecuteAsync(tables[name].InsertSql("$1", ("id", NewId)), chunk, cancellationToken);
            }
        }

        var holds = Of(rows, "lane_holds").Select(hold => Renumbered(hold, ids)).ToArray();
        await ExecuteAsync(tables["lane_holds"].InsertSql("$1"), holds, cancellationToken);
        var actions = tables["actions"].InsertSql(
            "$1", ("position", "case when r.position is not null then nextval('action_positions') end"), ("route", ActionRouting.Route("o")));
        foreach (var chunk in Of(rows, "actions").Chunk(RowsOfStatement))
        {
            await ExecuteAsync(ActionsSql.Replace("{INSERT}", actions, StringComparison.Ordinal), chunk, cancellationToken);
        }

        await RestoreStateAsync(state, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }

    private static IEnumerable<JsonElement> Of(IReadOnlyList<TenantFileRow> rows, string table) => rows.Where(row => row.Table == table).Select(row => row.Row);

    /// <summary>A lane that is parked is so behind a delivery, which has another id now.</summary>
    private static JsonElement Renumbered(JsonElement hold, Dictionary<long, long> ids)
    {
        if (hold.GetProperty("delivery") is not { ValueKind: JsonValueKind.Number } delivery || !ids.TryGetValue(delivery.GetInt64(), out var id))
        {
            return hold;
        }

        var changed = JsonNode.Parse(hold.GetRawText())!.AsObject();
        changed["delivery"] = id;
        return JsonSerializer.SerializeToElement(changed);
    }

    private async Task<List<long>> ReadIdsAsync(string sql, JsonElement[] rows, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, rows);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<long> ids = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    private async Task ExecuteAsync(string sql, JsonElement[] rows, CancellationToken cancellationToken)
    {
        if (rows.Length > 0)
        {
            await using var command = Command(sql, rows);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private NpgsqlCommand Command(string sql, JsonElement[] rows)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = $"[{string.Join(',', rows.Select(row => row.GetRawText()))}]", NpgsqlDbType = NpgsqlDbType.Json });
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tenant.Slot });
        return command;
    }

    private async Task RestoreStateAsync(JsonElement? state, CancellationToken cancellationToken)
    {
        await using (var remove = new NpgsqlCommand("delete from tenant_state where owner_type = $1 and owner_id = $2", connection))
        {
            remove.Parameters.AddTenant(tenant);
            await remove.ExecuteNonQueryAsync(cancellationToken);
        }

        if (state is { } row)
        {
            await ExecuteAsync(tables["tenant_state"].InsertSql("$1"), [row], cancellationToken);
        }

        await using var wake = new NpgsqlCommand("select pg_notify('template_worker_wake', $1)", connection);
        wake.Parameters.AddText(tenant.Slot.ToString(CultureInfo.InvariantCulture));
        await wake.ExecuteNonQueryAsync(cancellationToken);
    }
}
