using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>Reads the columns <c>id, template, event_id, event, state, attempt, deaths, hops, accepted_at, due_at, given_up_at, reason, message, traceparent</c>.</summary>
internal static class DeliverySummaryRow
{
    public static DeliverySummary Read(NpgsqlDataReader reader, TenantId tenant) => new()
    {
        Id = reader.GetInt64(0),
        Tenant = tenant,
        Template = reader.GetString(1),
        EventId = reader.GetGuid(2),
        EventName = reader.GetString(3),
        State = reader.GetString(4) switch
        {
            "queued" => DeliveryState.Queued,
            "retrying" => DeliveryState.Retrying,
            "delayed" => DeliveryState.Delayed,
            "parked" => DeliveryState.Parked,
            _ => DeliveryState.Dead,
        },
        Attempt = reader.GetInt32(5),
        Deaths = reader.GetInt32(6),
        Hops = reader.GetInt32(7),
        AcceptedAt = reader.GetFieldValue<DateTimeOffset>(8),
        DueAt = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
        GivenUpAt = reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10),
        Reason = reader.IsDBNull(11) ? null : reader.GetString(11),
        Message = reader.IsDBNull(12) ? null : reader.GetString(12),
        Trace = reader.IsDBNull(13) ? null : TraceParent.Parse(reader.GetString(13)),
    };
}
