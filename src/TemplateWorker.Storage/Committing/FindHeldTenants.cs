using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Committing;

/// <summary>Tells which tenants' locks another session holds at this moment, without waiting for one.</summary>
internal static class FindHeldTenants
{
    // The locks that it gets end with the statement.
    private const string Sql = "select array(select k from unnest($1::bigint[]) k where not pg_try_advisory_xact_lock(k))";

    public static HashSet<long> Execute(NpgsqlConnection connection, List<long> locks)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddArray(locks, NpgsqlDbType.Bigint);
        return [.. (long[])command.ExecuteScalar()!];
    }
}
