using System.Text.Json;
using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>One delivery of a tenant in any state, with its payload and its failures.</summary>
internal static class ReadDelivery
{
    // An id names one delivery; one that is moved from table to table at this moment is seen in one of them.
    private const string Sql = """
        select d.id, d.template, d.event_id, d.event,
            case when h.delivery is not null then 'parked' when d.attempt > 0 then 'retrying' else 'queued' end,
            d.attempt, d.deaths, d.hops, d.accepted_at, d.not_before, h.since,
            coalesce(h.reason, d.failures -> -1 ->> 'reason'), coalesce(h.message, d.failures -> -1 ->> 'message'), d.traceparent, d.data::text, d.failures::text
        from deliveries d
        left join lane_holds h on h.owner_type = d.owner_type and h.owner_id = d.owner_id and h.template = d.template
            and h.kind = 'parked' and h.delivery = d.id
        where d.owner_type = $1 and d.owner_id = $2 and d.slot = $3 and d.id = $4
        union all
        select id, template, event_id, event, 'delayed', 0, 0, hops, accepted_at, due_at, null, null, null, traceparent, data::text, null
        from delayed_deliveries
        where owner_type = $1 and owner_id = $2 and id = $4
        union all
        select id, template, event_id, event, 'dead', attempt, deaths, hops, accepted_at, null, died_at, reason, message, traceparent, data::text, failures::text
        from dead_letters
        where owner_type = $1 and owner_id = $2 and id = $4
        """;

    public static async Task<DeliveryDetails?> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, long id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tenant.Slot });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new DeliveryDetails(
                DeliverySummaryRow.Read(reader, tenant), reader.GetString(14), reader.IsDBNull(15) ? [] : Failures(reader.GetString(15)))
            : null;
    }

    private static List<FailedAttempt> Failures(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Failure)];
    }

    private static FailedAttempt Failure(JsonElement failure) => new(
        failure.GetProperty("attempt").GetInt32(),
        failure.GetProperty("at").GetDateTimeOffset(),
        new AttemptFailure
        {
            Reason = failure.GetProperty("reason").GetString()!,
            Message = failure.GetProperty("message").GetString()!,
            Stack = failure.GetProperty("stack").GetString(),
            Worker = failure.GetProperty("worker").GetString()!,
            Wall = TimeSpan.FromMilliseconds(failure.GetProperty("wall_ms").GetDouble()),
        });
}
