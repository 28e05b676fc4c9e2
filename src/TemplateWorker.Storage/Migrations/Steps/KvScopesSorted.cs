using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// Scopes are a set: the same names in another order, or twice, mean the same key. Rows get the sorted form of their scopes,
/// the most recently written one where several would get the same. A row whose sorted name is taken stays as it is, out of
/// scripts' reach, for an operator to look at.
/// </summary>
/// <remarks>The order is that of collation "C", by code point, which is how the key-value store sorts.</remarks>
internal sealed class KvScopesSorted() : Migration("kv_scopes_sorted", Sql, down: "")
{
    private const string Sql = """
        lock table tenant_kv in share row exclusive mode;
        create temporary table kv_unsorted on commit drop as
        select u.*, row_number() over (partition by owner_type, owner_id, key, sorted order by last_updated_at desc, id) = 1
            and not exists (
                select from tenant_kv taken
                where taken.owner_id = u.owner_id and taken.owner_type = u.owner_type and taken.key = u.key and taken.scopes = u.sorted)
            as moves
        from (
            select id, owner_type, owner_id, key, scopes, last_updated_at,
                array(select distinct scope collate "C" from unnest(scopes) scope order by 1) as sorted
            from tenant_kv
            where cardinality(scopes) > 1
        ) u
        where scopes is distinct from sorted;
        update tenant_kv_expiry e set scopes = u.sorted
        from kv_unsorted u
        where u.moves and e.owner_type = u.owner_type and e.owner_id = u.owner_id and e.key = u.key and e.scopes = u.scopes;
        update tenant_kv t set scopes = u.sorted
        from kv_unsorted u
        where u.moves and t.id = u.id
        """;

    private const string CountStayedSql = "select count(*) from kv_unsorted where not moves";

    public override string LeavesBehind => "Scopes stay in sorted order, which means the same.";

    public override async Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(Sql, cancellationToken);
        await using var count = session.CreateCommand(CountStayedSql);
        if (await count.ExecuteScalarAsync(cancellationToken) is long stayed and > 0)
        {
            session.Note($"{stayed} keys stay out of reach, because a key with the same scopes in sorted order exists");
        }
    }
}
