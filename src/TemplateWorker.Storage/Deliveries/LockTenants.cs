using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>Takes the locks of tenants, in the order of the array, until the transaction ends.</summary>
/// <remarks>
/// A transaction that stores deliveries gets its id here, before it does anything else; <see cref="DeliveryInsert"/> says why.
/// A transaction that only checks must not get one, since its commit would then have to reach the disk.
/// </remarks>
internal static class LockTenants
{
    private const string Sql = "select count(pg_advisory_xact_lock(k)) from unnest($1::bigint[]) k";
    private const string SqlWithTransactionId = "select " + DeliveryInsert.TransactionId + ", count(pg_advisory_xact_lock(k)) from unnest($1::bigint[]) k";

    // What one statement of a batch finds out reaches the next through a setting of the transaction.
    private const string SqlTry = """
        select set_config('template_worker.missed', coalesce(string_agg(k::text, ','), ''), true)
        from unnest($1::bigint[]) k
        where not pg_try_advisory_xact_lock(k)
        """;

    private const string SqlTryBegin = "select " + DeliveryInsert.TransactionId + ", set_config('lock_timeout', '200ms', true)";

    /// <summary>An SQL expression for the locks that <see cref="Try"/> did not get, as an array of bigint.</summary>
    public const string Missed = "string_to_array(current_setting('template_worker.missed'), ',')::bigint[]";

    /// <summary>For a transaction that stores no deliveries.</summary>
    public static NpgsqlBatchCommand Command(List<long> locks) => Command(Sql, locks);

    /// <summary>For a transaction that stores deliveries.</summary>
    public static NpgsqlBatchCommand CommandWithTransactionId(List<long> locks) => Command(SqlWithTransactionId, locks);

    /// <summary>Begins a transaction that may store deliveries and must not wait; <see cref="Try"/> follows.</summary>
    public static NpgsqlBatchCommand TryBegin() => new(SqlTryBegin);

    /// <summary>Takes the locks that are free; the others are <see cref="Missed"/>.</summary>
    public static NpgsqlBatchCommand Try(List<long> locks) => Command(SqlTry, locks);

    /// <summary>A batch for a transaction that must not wait, with the planner's settings: it takes the locks that are free.</summary>
    public static NpgsqlBatch TryBatch(NpgsqlConnection connection, List<long> locks)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TryBegin());
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(Try(locks));
        return batch;
    }

    /// <summary>Reads on to the row of the fourth command of a batch: before it come the beginning, the locks and the planner's settings.</summary>
    public static async Task ReadFourthAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        for (var result = 0; result < 3; result++)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        await reader.ReadAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Command(string sql, List<long> locks)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddArray(locks, NpgsqlDbType.Bigint);
        return command;
    }
}
