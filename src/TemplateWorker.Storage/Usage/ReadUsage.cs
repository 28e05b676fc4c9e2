using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Usage;

/// <summary>Looks at what a tenant keeps. What has no counter is counted, so far that the answer does not grow with the tables.</summary>
internal static class ReadUsage
{
    private static readonly string Sql = $"""
        select k.entries, k.bytes, nullif(k.counted_at, 'epoch'), d.entries, d.bytes,
            ({QueueCount.Sql("$1", "$2", "$3", "$4")})[1]::int,
            (select count(*)::int from schedules where owner_type = $1 and owner_id = $2),
            (select count(*)::int from templates where owner_type = $1 and owner_id = $2),
            v.most, v.entries, v.bytes, w.entries, w.bytes, i.entries, i.bytes, h.entries, h.bytes, l.entries, l.bytes, o.entries, o.bytes, a.entries, a.bytes, x.entries, x.bytes
        from (
            select coalesce(sum(entries), 0)::bigint as entries, coalesce(sum(bytes), 0)::bigint as bytes, max(counted_at) as counted_at
            from tenant_usage where owner_type = $1 and owner_id = $2 and kind = 'keys'
        ) k, (
            select coalesce(sum(entries), 0)::bigint as entries, coalesce(sum(bytes), 0)::bigint as bytes
            from tenant_usage where owner_type = $1 and owner_id = $2 and kind = 'dead_letters'
        ) d, (
            select coalesce(max(versions), 0)::int as most, coalesce(sum(versions), 0)::bigint as entries, coalesce(sum(bytes), 0)::bigint as bytes
            from (
                select count(*) as versions, sum(pg_column_size(files)) as bytes
                from template_versions where owner_type = $1 and owner_id = $2 group by name
            ) n
        ) v, (
            select count(*) as entries, coalesce(sum(pg_column_size(data)), 0)::bigint as bytes
            from (select data from delayed_deliveries where owner_type = $1 and owner_id = $2 limit $5) n
        ) w, (
            select count(*) as entries, coalesce(sum(pg_column_size(result)), 0)::bigint as bytes
            from (select result from idempotency_keys where owner_type = $1 and owner_id = $2 limit $5) n
        ) i, (
            select count(*) as entries, coalesce(sum(pg_column_size(message) + pg_column_size(stack)), 0)::bigint as bytes
            from (
                select coalesce(message, '') as message, coalesce(stack, '') as stack
                from history where owner_type = $1 and owner_id = $2 and finished_at > now() - interval '24 hours' limit $5
            ) n
        ) h, (
            select count(*) as entries, coalesce(sum(octet_length(line)), 0)::bigint as bytes
            from (
                select line from logs where owner_type = $1 and owner_id = $2 and logged_at > now() - interval '24 hours' limit $5
            ) n
        ) l, (
            select count(*) as entries, coalesce(sum(pg_column_size(result)), 0)::bigint as bytes
            from (select result from event_results where owner_type = $1 and owner_id = $2 limit $5) n
        ) o, (
            select count(*) as entries, coalesce(sum(bytes), 0)::bigint as bytes
            from (select bytes from actions where owner_type = $1 and owner_id = $2 and died_at is null limit $6) n
        ) a, (
            select count(*) as entries, coalesce(sum(bytes), 0)::bigint as bytes
            from (select bytes from actions where owner_type = $1 and owner_id = $2 and died_at is not null limit $5) n
        ) x
        """;

    public static async Task<TenantUsage> ExecuteAsync(
        Database database, NpgsqlConnection connection, TenantId tenant, TenantLimits limits, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddTenant(tenant).AddNumber(limits.QueuedDeliveries + 1);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = database.QueueFloors.Of(tenant) });
        command.Parameters.AddNumber(KeptRows.Most).AddNumber(limits.WaitingActions + 1);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new TenantUsage
        {
            Keys = Rows(reader, 0),
            CountedAt = reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2),
            DeadLetters = Rows(reader, 3),
            QueuedDeliveries = reader.GetInt32(5),
            Schedules = reader.GetInt32(6),
            Templates = reader.GetInt32(7),
            MostVersions = reader.GetInt32(8),
            TemplateVersions = Rows(reader, 9),
            Delayed = Rows(reader, 11),
            IdempotencyKeys = Rows(reader, 13),
            HistoryOfDay = Rows(reader, 15),
            LogsOfDay = Rows(reader, 17),
            Results = Rows(reader, 19),
            WaitingActions = Rows(reader, 21),
            DeadActions = Rows(reader, 23),
        };
    }

    // A tenant whose rows are still to be counted may have given back more than was counted.
    private static KeptRows Rows(NpgsqlDataReader reader, int first) =>
        new(Math.Max(reader.GetInt64(first), 0), Math.Max(reader.GetInt64(first + 1), 0));
}
