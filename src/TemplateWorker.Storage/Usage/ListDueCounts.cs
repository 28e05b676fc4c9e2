using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Usage;

/// <summary>The counters that were not compared with the rows for longest.</summary>
internal static class ListDueCounts
{
    // What is due is not a matter of tenants, so this names none.
    private const string Sql = """
        select owner_type, owner_id, kind, counted_at from tenant_usage where counted_at < now() - $1 order by counted_at limit $2
        """;

    public static async Task<List<DueCount>> ExecuteAsync(NpgsqlConnection connection, TimeSpan age, int most, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = age });
        command.Parameters.AddNumber(most);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<DueCount> due = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var (ownerType, ownerId) = (reader.GetString(0), reader.GetString(1));
            if (TenantId.Fault(ownerType, ownerId) is null)
            {
                due.Add(new DueCount(new TenantId(ownerType, ownerId), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)));
            }
        }

        return due;
    }
}

/// <summary>A counter that is due.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Kind">Of what.</param>
/// <param name="CountedAt">When it was last compared with the rows.</param>
internal sealed record DueCount(TenantId Tenant, string Kind, DateTimeOffset CountedAt);
