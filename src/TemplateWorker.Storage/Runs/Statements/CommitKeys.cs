using Npgsql;

namespace TemplateWorker.Storage.Runs.Statements;

/// <summary>
/// Commits a group of runs that touch nothing but single keys. The same as <see cref="CommitRuns"/> without the rest,
/// because every part of a statement is set up and torn down even when it has no row.
/// </summary>
internal static class CommitKeys
{
    private const string Sql = """
        with seen as materialized (
            select t.no, t.owner_type, t.owner_id, t.key, t.scopes, t.written, t.value, k.ctid as place, k.xmin as version,
                t.checked and k.xmin is distinct from t.version as stale
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::xid[], $8::bool[], $9::jsonb[])
                as t(no, owner_type, owner_id, key, scopes, checked, version, written, value)
            left join tenant_kv k on k.owner_id = t.owner_id and k.owner_type = t.owner_type
                and k.key = t.key and k.scopes = t.scopes::text[]
        ), stale as materialized (
            select distinct no from seen where stale
        ), write as materialized (
            select * from seen where written and no not in (select no from stale) and (value is not null or place is not null)
        ), updated as (
            update tenant_kv k set value = w.value, last_updated_at = now()
            from write w
            where w.value is not null and k.ctid = w.place and k.xmin = w.version
            returning 1
        ), inserted as (
            insert into tenant_kv (owner_type, owner_id, key, scopes, value)
            select owner_type, owner_id, key, scopes::text[], value from write where value is not null and place is null
            on conflict (owner_id, owner_type, key, scopes) do nothing
            returning 1
        ), removed as (
            delete from tenant_kv k
            using write w
            where w.value is null and k.ctid = w.place and k.xmin = w.version
            returning 1
        )
        select array(select no from stale),
            case when exists (select from write) then txid_current() end,
            1 / ((select count(*) from write)
                = (select count(*) from updated) + (select count(*) from inserted) + (select count(*) from removed))::int
        """;

    public static NpgsqlBatchCommand Command(RunGroup group)
    {
        var command = new NpgsqlBatchCommand(Sql);
        group.Keys.AddTo(command.Parameters);
        return command;
    }

    public static GroupResult Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<int[]>(0), [], reader.IsDBNull(1) ? 0 : unchecked((uint)reader.GetInt64(1)));
}
