using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Committing;

/// <summary>The tenants' locks of a whole group, in the order of the array.</summary>
/// <remarks>
/// A transaction that stores deliveries gets its id here, in front of everything: readers of the lanes rely on it that whoever
/// takes an id of a delivery has one (<see cref="Lanes.Feed.LaneSweep"/>). A group that only checks must not get one, since
/// its commit would then have to reach the disk.
/// </remarks>
internal static class LockTenants
{
    private const string Sql = "select count(pg_advisory_xact_lock(k)) from unnest($1::bigint[]) k";
    private const string SqlWithTransactionId = "select txid_current(), count(pg_advisory_xact_lock(k)) from unnest($1::bigint[]) k";

    /// <summary>For a group that stores no deliveries.</summary>
    public static NpgsqlBatchCommand Command(List<long> locks) => Command(Sql, locks);

    /// <summary>For a group that stores deliveries.</summary>
    public static NpgsqlBatchCommand CommandWithTransactionId(List<long> locks) => Command(SqlWithTransactionId, locks);

    private static NpgsqlBatchCommand Command(string sql, List<long> locks)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddArray(locks, NpgsqlDbType.Bigint);
        return command;
    }
}
