using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>A page of the tenants that subscribe to the start of a supervisor.</summary>
internal static class ListSubscribed
{
    // All tenants are meant; the last one of the page before bounds the page from below. Owners that are no tenants, which only
    // SQL of others can have stored, must not end the page.
    private const string Sql = """
        select owner_type, owner_id
        from template_subscriptions
        where event = $1 and owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$' and owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'
            and octet_length(owner_type) <= 128 and octet_length(owner_id) <= 128 and ($2::text is null or (owner_type, owner_id) > ($2, $3))
        group by owner_type, owner_id
        order by owner_type, owner_id
        limit $4
        """;

    public static async Task<IReadOnlyList<TenantId>> ExecuteAsync(
        NpgsqlConnection connection, TenantId? after, int limit, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        batch.BatchCommands.Add(command);
        command.Parameters.AddText(StartupStore.EventName).AddText(after?.OwnerType).AddText(after?.OwnerId).AddNumber(limit);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var tenants = new List<TenantId>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tenants.Add(new TenantId(reader.GetString(0), reader.GetString(1)));
        }

        return tenants;
    }
}
