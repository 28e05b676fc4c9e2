using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Usage;

/// <summary>A page of the tenants that have templates, keys or dead letters.</summary>
internal static class SearchTenants
{
    // For operators, who look at all tenants.
    private const string Sql = """
        select t.owner_type, t.owner_id, coalesce(k.entries, 0), coalesce(k.bytes, 0), coalesce(d.entries, 0), coalesce(d.bytes, 0)
        from (
            select owner_type, owner_id
            from (
                (
                    select distinct owner_type, owner_id from templates
                    where (owner_type, owner_id) > ($1, $2) and ($3 = '' or owner_type = $3) and starts_with(owner_id, $4)
                    order by owner_type, owner_id limit $5
                ) union (
                    select distinct owner_type, owner_id from tenant_usage
                    where (owner_type, owner_id) > ($1, $2) and ($3 = '' or owner_type = $3) and starts_with(owner_id, $4)
                    order by owner_type, owner_id limit $5
                )
            ) n
            order by owner_type, owner_id limit $5
        ) t
        left join tenant_usage k on k.owner_type = t.owner_type and k.owner_id = t.owner_id and k.kind = 'keys'
        left join tenant_usage d on d.owner_type = t.owner_type and d.owner_id = t.owner_id and d.kind = 'dead_letters'
        order by t.owner_type, t.owner_id
        """;

    public static async Task<IReadOnlyList<FoundTenant>> ExecuteAsync(NpgsqlConnection connection, TenantSearch search, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddText(search.After?.OwnerType ?? string.Empty).AddText(search.After?.OwnerId ?? string.Empty)
            .AddText(search.OwnerType ?? string.Empty).AddText(search.IdPrefix).AddNumber(search.Limit);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<FoundTenant> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var (ownerType, ownerId) = (reader.GetString(0), reader.GetString(1));
            // Rows of other programs may have names that are none.
            if (TenantId.Fault(ownerType, ownerId) is null)
            {
                found.Add(new FoundTenant(new TenantId(ownerType, ownerId), Rows(reader, 2), Rows(reader, 4)));
            }
        }

        return found;
    }

    // A tenant whose rows are still to be counted may have given back more than was counted.
    private static KeptRows Rows(NpgsqlDataReader reader, int first) =>
        new(Math.Max(reader.GetInt64(first), 0), Math.Max(reader.GetInt64(first + 1), 0));
}
