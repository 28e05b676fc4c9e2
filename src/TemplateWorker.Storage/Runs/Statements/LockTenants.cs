using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Runs.Statements;

/// <summary>The tenants' locks of a whole group, in the order of the array.</summary>
internal static class LockTenants
{
    private const string Sql = "select count(pg_advisory_xact_lock(k)) from unnest($1::bigint[]) k";

    public static NpgsqlBatchCommand Command(List<long> locks)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddArray(locks, NpgsqlDbType.Bigint);
        return command;
    }
}
