using Npgsql;

namespace TemplateWorker.Storage.Backups;

/// <summary>What a database holds, as far as a backup is compared with it.</summary>
internal static class DatabaseContents
{
    // Partitioned tables have their rows in their partitions.
    private const string TablesSql = """
        select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1
        """;

    // Owners are not restored, and rights of all are no role.
    private const string RolesSql = """
        select distinct g.rolname::text
        from (
            select relacl as rights from pg_class where relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            union all
            select proacl from pg_proc where pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            union all
            select nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
        ) r
        cross join lateral aclexplode(r.rights) x
        join pg_roles g on g.oid = x.grantee
        where g.rolname <> current_user and g.rolname !~ '^pg_'
        order by 1
        """;

    private const string MissingRolesSql = "select r from unnest($1::text[]) r where not exists (select from pg_roles where rolname = r) order by r";

    /// <summary>The rows of each table, by its name with the schema. It reads every table.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await TablesAsync(connection, cancellationToken))
        {
            await using var command = new NpgsqlCommand($"select count(*) from {table}", connection) { CommandTimeout = 0 };
            counts[table] = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        return counts;
    }

    /// <summary>The names of all tables, quoted.</summary>
    public static Task<IReadOnlyList<string>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        TextsAsync(connection, TablesSql, [], cancellationToken);

    /// <summary>The roles, beside the current one, that have rights on something.</summary>
    public static Task<IReadOnlyList<string>> RolesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        TextsAsync(connection, RolesSql, [], cancellationToken);

    /// <summary>Those of the roles that the server does not have.</summary>
    public static Task<IReadOnlyList<string>> MissingRolesAsync(
        NpgsqlConnection connection, IReadOnlyList<string> roles, CancellationToken cancellationToken) =>
        TextsAsync(connection, MissingRolesSql, [new NpgsqlParameter<string[]> { TypedValue = [.. roles] }], cancellationToken);

    private static async Task<IReadOnlyList<string>> TextsAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> texts = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
