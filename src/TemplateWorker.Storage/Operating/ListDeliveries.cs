using Npgsql;

namespace TemplateWorker.Storage.Operating;

/// <summary>A page of a tenant's deliveries in the states asked for.</summary>
internal static class ListDeliveries
{
    private const string Sql = DeliverySelection.Sql + """
        select id, template, event_id, event, state, attempt, deaths, hops, accepted_at, due_at, given_up_at, reason, message, traceparent
        from selected
        order by id
        """;

    public static async Task<IReadOnlyList<DeliverySummary>> ExecuteAsync(
        NpgsqlConnection connection, DeliveryFilter filter, IReadOnlyList<DeliveryState> states, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        DeliverySelection.AddTo(command.Parameters, filter, states);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<DeliverySummary> page = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(DeliverySummaryRow.Read(reader, filter.Tenant));
        }

        return page;
    }
}
