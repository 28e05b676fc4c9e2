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

    /// <summary>For a transaction that stores no deliveries.</summary>
    public static NpgsqlBatchCommand Command(List<long> locks) => Command(Sql, locks);

    /// <summary>For a transaction that stores deliveries.</summary>
    public static NpgsqlBatchCommand CommandWithTransactionId(List<long> locks) => Command(SqlWithTransactionId, locks);

    private static NpgsqlBatchCommand Command(string sql, List<long> locks)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddArray(locks, NpgsqlDbType.Bigint);
        return command;
    }
}
