using Npgsql;

namespace TemplateWorker.Storage.TenantCopies;

/// <summary>A table that has rows of tenants.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record TenantTable(string Name, IReadOnlyList<string> Columns)
{
    /// <summary>A template and its active version refer to each other, so both come in one statement, and go in one.</summary>
    public const string Templates = "templates";

    /// <inheritdoc cref="Templates"/>
    public const string TemplateVersions = "template_versions";

    /// <summary>What waits in lanes, and what holds them.</summary>
    public static readonly IReadOnlyList<string> Queue = ["deliveries", "delayed_deliveries", "dead_letters", "lane_holds", "actions", "action_channels"];

    /// <summary>A template's row, first the templates, then their versions, the active one of each first.</summary>
    private static readonly Dictionary<string, string> Orders = new(StringComparer.Ordinal)
    {
        [TemplateVersions] = "t.name, t.version <> (select active_version from templates a where a.owner_type = t.owner_type and a.owner_id = t.owner_id and a.name = t.name), t.version",
        ["deliveries"] = "t.id",
        ["delayed_deliveries"] = "t.id",
        ["dead_letters"] = "t.id",
        ["actions"] = "t.position, t.id",
        ["history"] = "t.finished_at",
        ["logs"] = "t.logged_at",
    };

    // Partitions belong to their table; the record of what administrators did is not the tenant's.
    private const string Sql = """
        select c.relname::text, array_agg(a.attname::text order by a.attnum)
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace = (select relnamespace from pg_class where oid = 'tenant_kv'::regclass) and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname <> 'audit_log'
            and 2 = (select count(*) from pg_attribute o where o.attrelid = c.oid and o.attname in ('owner_type', 'owner_id') and not o.attisdropped)
        group by c.relname
        order by c.relname
        """;

    /// <summary>All of them: the state first, then templates and their versions, and last what waits in lanes.</summary>
    public static async Task<IReadOnlyList<TenantTable>> AllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<TenantTable> tables = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(new TenantTable(reader.GetString(0), reader.GetFieldValue<string[]>(1)));
        }

        return [.. tables.OrderBy(table => table.Rank)];
    }

    /// <summary>The statement that reads a tenant's rows as JSON, in the order in which they must be written.</summary>
    public string SelectSql => $"""
        select row_to_json(t)::text
        from {Quoted(Name)} t
        where t.owner_type = $1 and t.owner_id = $2
        {(Orders.TryGetValue(Name, out var order) ? $"order by {order}" : "")}
        """;

    /// <summary>The statement that selects a row when the tenant has one.</summary>
    public string AnySql => $"select from {Quoted(Name)} where owner_type = $1 and owner_id = $2 limit 1";

    /// <summary>
    /// The statement that inserts rows from JSON, in their order, as those of the tenant <c>$2</c>, <c>$3</c> in the slot <c>$4</c>. Subscriptions that a trigger has
    /// made already stay.
    /// </summary>
    /// <param name="json">The parameter with the array of rows.</param>
    /// <param name="values">Expressions in place of columns, of a row <c>r</c>, or <c>o</c> with the new owner.</param>
    public string InsertSql(string json, params (string Column, string Value)[] values)
    {
        // Values are identified by a UUID of their own, which another tenant of this database may have.
        var columns = Columns.Where(column => !(Name == "tenant_kv" && column == "id")).ToList();
        return $"""
            insert into {Quoted(Name)} ({string.Join(", ", columns.Select(Quoted))})
            select {string.Join(", ", columns.Select(Value))}
            from json_populate_recordset(null::{Quoted(Name)}, {json}) with ordinality r
            cross join lateral (select $2::text as owner_type, $3::text as owner_id, {(Columns.Contains("type", StringComparer.Ordinal) ? "r.type" : "null::text")} as type) o
            order by r.ordinality
            {(Name == "template_subscriptions" ? "on conflict do nothing" : "")}
            """;

        string Value(string column) => column switch
        {
            "owner_type" => "o.owner_type",
            "owner_id" => "o.owner_id",
            "slot" => "$4::smallint",
            _ => values.FirstOrDefault(value => value.Column == column).Value ?? $"r.{Quoted(column)}",
        };
    }

    /// <summary>The statement that removes some of a tenant's rows: of a partitioned table, a place counts in its partition.</summary>
    /// <param name="most">The most rows.</param>
    public string DeleteSql(int most) => $"""
        delete from {Quoted(Name)} t
        using (select tableoid, ctid from {Quoted(Name)} where owner_type = $1 and owner_id = $2 limit {most}) d
        where t.tableoid = d.tableoid and t.ctid = d.ctid
        """;

    private int Rank => Name switch
    {
        "tenant_state" => 0,
        Templates => 1,
        TemplateVersions => 2,
        _ => Queue.Contains(Name, StringComparer.Ordinal) ? 4 : 3,
    };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
