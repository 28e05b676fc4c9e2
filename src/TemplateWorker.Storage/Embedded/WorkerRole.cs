using System.Security.Cryptography;
using System.Text;
using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Embedded;

/// <summary>
/// The role of an embedded cluster that workers connect as: it reads and writes rows, and can neither change the schema nor use what a superuser
/// may, such as starting programs on the server's machine. Tokens and the audit log are not for it: who could write a token would be an administrator.
/// </summary>
internal static class WorkerRole
{
    public const string Name = "template_worker_run";

    // Supervisors that share the cluster take turns.
    private const string Lock = "select pg_advisory_xact_lock(5526349, 5)";

    private const string Keep = "select set_config('template_worker.password', $1, true), set_config('template_worker.withheld', $2, true)";

    /// <summary>The tables that the role has no rights on, as a regular expression.</summary>
    private const string Withheld = "^(tokens$|audit_log(_|$))";

    // Before PostgreSQL 15 every role may make tables in "public".
    private const string Sql = $"""
        do $$
        declare
            withheld regclass;
        begin
            if not exists (select from pg_roles where rolname = '{Name}') then
                create role {Name};
            end if;
            execute format(
                'alter role {Name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password %L',
                current_setting('template_worker.password'));
            revoke create on schema public from public;
            grant usage on schema public to {Name};
            grant select, insert, update, delete on all tables in schema public to {Name};
            for withheld in
                select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname ~ current_setting('template_worker.withheld')
            loop
                execute format('revoke all on %s from %I', withheld, '{Name}');
            end loop;
            grant usage, select on all sequences in schema public to {Name};
            grant execute on all functions in schema public to {Name};
        end $$
        """;

    /// <summary>Makes the role unless it is there, and grants it the rights on everything that the migrations have made.</summary>
    /// <param name="superuser">Npgsql's form of the cluster's address, as its superuser.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The same address as this role.</returns>
    public static async Task<string> GrantAsync(string superuser, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(superuser) { Pooling = false };
        var password = PasswordOf(address.Password!);
        await using var pool = ConnectionPool.Build(address, hasSessions: true, trialAfter: TimeSpan.MaxValue);
        await using var connection = await pool.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Keep) { Parameters = { new NpgsqlParameter { Value = password }, new NpgsqlParameter { Value = Withheld } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(superuser) { Username = Name, Password = password }.ConnectionString;
    }

    // Supervisors that share the cluster must come to the same one, and from it nothing leads back to the superuser's.
    private static string PasswordOf(string superuser) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(superuser), Encoding.UTF8.GetBytes(Name)));
}
