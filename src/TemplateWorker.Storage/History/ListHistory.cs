using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.History;

/// <summary>A page of a tenant's history, the newest first.</summary>
internal static class ListHistory
{
    // Rows of one commit have one time; event, template and attempt tell them apart. The bound on the time alone is what
    // the index and the partitions are found by.
    private const string Wanted = """
        owner_type = $1 and owner_id = $2 and ($3 is null or template = $3) and ($4 is null or event = $4)
            and ($5::uuid is null or event_id = $5) and ($6::bigint is null or delivery = $6)
            and ($7 is null or outcome = $7) and ($8 is null or reason = $8)
            and finished_at >= $9 and finished_at < $15 and finished_at <= $10
            and (finished_at < $10 or (event_id, template collate "C", attempt) < ($11::uuid, $12 collate "C", $13::int) or $11 is null)
        """;

    // The time of the page's last row comes first: from it on, few rows are to be sorted by what the index does not have. By itself
    // PostgreSQL 12 would sort all of the tenant's.
    private const string Sql = $"""
        select template, version, event_id, event, delivery, attempt, outcome, reason, message, stack, started_at, wall_ms, cpu_ms, worker, finished_at
        from history
        where {Wanted}
            and finished_at >= (select min(finished_at) from (select finished_at from history where {Wanted} order by finished_at desc limit $14) page)
        order by finished_at desc, event_id desc, template collate "C" desc, attempt desc
        limit $14
        """;

    public static async Task<IReadOnlyList<RecordedRun>> ExecuteAsync(
        NpgsqlConnection connection, HistoryFilter filter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(filter.Tenant).AddText(filter.Template).AddText(filter.EventName);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = filter.EventId });
        command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = filter.Delivery });
        command.Parameters.AddText(filter.Outcome).AddText(filter.Reason);
        AddTime(command.Parameters, filter.Since?.UtcDateTime ?? DateTime.MinValue);
        AddTime(command.Parameters, filter.After?.FinishedAt.UtcDateTime ?? DateTime.MaxValue);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = filter.After?.EventId });
        command.Parameters.AddText(filter.After?.Template);
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = filter.After?.Attempt });
        command.Parameters.AddNumber(filter.Limit);
        AddTime(command.Parameters, filter.Until?.UtcDateTime ?? DateTime.MaxValue);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RecordedRun> page = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(Read(reader));
        }

        return page;
    }

    // The least and the greatest time are sent as minus and plus infinity.
    private static void AddTime(NpgsqlParameterCollection parameters, DateTime time) =>
        parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    private static RecordedRun Read(NpgsqlDataReader reader) => new(
        new HistoryEntry
        {
            Template = reader.GetString(0),
            Version = reader.GetInt32(1),
            EventId = reader.GetGuid(2),
            EventName = reader.GetString(3),
            Delivery = reader.IsDBNull(4) ? null : reader.GetInt64(4),
            Attempt = reader.GetInt32(5),
            Outcome = RunOutcomeWords.Parse(reader.GetString(6)),
            Reason = reader.IsDBNull(7) ? null : reader.GetString(7),
            Message = reader.IsDBNull(8) ? null : reader.GetString(8),
            Stack = reader.IsDBNull(9) ? null : reader.GetString(9),
            StartedAt = reader.GetFieldValue<DateTimeOffset>(10),
            Wall = TimeSpan.FromMilliseconds(reader.GetFloat(11)),
            Cpu = TimeSpan.FromMilliseconds(reader.GetFloat(12)),
            Worker = reader.GetString(13),
        },
        reader.GetFieldValue<DateTimeOffset>(14));
}
