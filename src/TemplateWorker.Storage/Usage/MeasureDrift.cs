using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Usage;

/// <summary>By how much a tenant's counter differs from its rows.</summary>
/// <remarks>
/// One statement sees rows and counter at one moment, and both change in the same transactions. So it needs no lock: what happens while
/// it reads is in neither, and the difference holds later, too.
/// </remarks>
internal static class MeasureDrift
{
    // For the rest of the batch's transaction: to read the values of a large tenant takes longer than a statement may otherwise.
    private const string Patience = "select set_config('statement_timeout', '60s', true)";
    private const int TimeoutSeconds = 70;

    private static readonly string KeyBytes = KeySize.SqlOf("k");
    private static readonly string LetterBytes = LetterUsage.Size("k.data");

    private static readonly string Keys = Sql("keys", $"""
        select count(*) as entries, coalesce(sum({KeyBytes}), 0)::bigint as bytes from tenant_kv k where k.owner_type = $1 and k.owner_id = $2
        """);

    private static readonly string DeadLetters = Sql("dead_letters", $"""
        select count(*) as entries, coalesce(sum({LetterBytes}), 0)::bigint as bytes from dead_letters k where k.owner_type = $1 and k.owner_id = $2
        """);

    /// <returns>What has to be added to the counter; null when it is gone.</returns>
    public static async Task<KeptRows?> ExecuteAsync(NpgsqlConnection connection, DueCount due, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = TimeoutSeconds };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Patience));
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        var command = new NpgsqlBatchCommand(due.Kind == "keys" ? Keys : DeadLetters);
        command.Parameters.AddTenant(due.Tenant);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new KeptRows(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private static string Sql(string kind, string rows) => $"""
        select r.entries - u.entries, r.bytes - u.bytes
        from tenant_usage u, ({rows}) r
        where u.owner_type = $1 and u.owner_id = $2 and u.kind = '{kind}'
        """;
}
