using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Committing;

/// <summary>Ends the sessions of ours that hold tenants' locks and have stood still in the middle of a transaction.</summary>
/// <remarks>
/// Our transactions are sent in one piece and last milliseconds. One that waits for its client in the middle belongs to a
/// process that was stopped while it sent, or that the network has lost; it would block its tenants for as
/// long as that takes. Ending it undoes it, and its client, should it come back, finds that it has to do it again.
/// </remarks>
internal static class EndStalledSessions
{
    private const string Sql = """
        select count(pg_terminate_backend(a.pid))
        from (
            select distinct l.pid
            from pg_locks l
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                and l.database = (select oid from pg_database where datname = current_database())
                and ((l.classid::bigint << 32) | l.objid::bigint) = any ($1)
        ) l
        join pg_stat_activity a on a.pid = l.pid
        where a.pid <> pg_backend_pid() and a.usename = current_user
            and a.application_name = current_setting('application_name')
            and a.wait_event = 'ClientRead' and a.state_change < clock_timestamp() - interval '1 second'
        """;

    /// <returns>How many were ended.</returns>
    public static long Execute(NpgsqlConnection connection, List<long> locks)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddArray(locks, NpgsqlDbType.Bigint);
        return (long)command.ExecuteScalar()!;
    }
}
