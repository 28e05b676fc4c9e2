using Npgsql;

namespace TemplateWorker.Storage.Runs.Statements;

/// <summary>Commits a group of runs of any kind; each of them as a whole or not at all.</summary>
/// <remarks>
/// <para>The parts build on each other: <c>seen</c> and <c>state_seen</c> look up what is touched, as it is under the
/// tenants' locks; <c>stale</c> are the runs that had read something else, <c>known</c> those that were done before;
/// neither get to <c>write</c>, <c>state_write</c> and <c>answer</c>, which are applied.</para>
/// <para>A row is written at the place and in the version at which this statement saw it. Whoever ignores the locks
/// can change it in between; then fewer rows are written than were meant to be, and the last column divides by zero
/// (SQLSTATE 22012), which undoes the group. Sent once more, the statement names the run as stale.</para>
/// <para>The fingerprint of a range is the one of KeyValue.Statements.ListKeys; change both together.</para>
/// </remarks>
internal static class CommitRuns
{
    private const string Sql = """
        with seen as materialized (
            select t.no, t.owner_type, t.owner_id, t.key, t.scopes, t.written, t.value, k.ctid as place, k.xmin as version,
                t.checked and k.xmin is distinct from t.version as stale
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::xid[], $8::bool[], $9::jsonb[])
                as t(no, owner_type, owner_id, key, scopes, checked, version, written, value)
            left join tenant_kv k on k.owner_id = t.owner_id and k.owner_type = t.owner_type
                and k.key = t.key and k.scopes = t.scopes::text[]
        ), state_seen as materialized (
            select t.no, t.owner_type, t.owner_id, t.data, s.ctid as place, s.xmin as version,
                t.checked and s.xmin is distinct from t.version as stale
            from unnest($10::int[], $11::text[], $12::text[], $13::bool[], $14::xid[], $15::jsonb[])
                as t(no, owner_type, owner_id, checked, version, data)
            left join tenant_state s on s.owner_id = t.owner_id and s.owner_type = t.owner_type
        ), range_stale as materialized (
            select r.no
            from unnest($16::int[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::int[], $24::text[])
                as r(no, owner_type, owner_id, scopes, prefix, after, past, size, fingerprint)
            cross join lateral (
                select coalesce(md5(string_agg(concat_ws(' ', version, octet_length(key), key), '' order by key collate "C")), '')
                from (
                    select k.key, k.xmin as version
                    from tenant_kv k
                    where k.owner_type = r.owner_type and k.owner_id = r.owner_id and k.scopes = r.scopes::text[]
                        and k.key collate "C" >= greatest(r.prefix collate "C", r.after collate "C")
                        and k.key collate "C" < coalesce(r.past, repeat(chr(1114111), 700)) collate "C"
                        and k.key is distinct from r.after
                    order by k.key collate "C"
                    limit r.size
                ) page
            ) f(fingerprint)
            where f.fingerprint <> r.fingerprint
        ), known as materialized (
            select a.no, i.key is not null as done, a.owner_type, a.owner_id, a.key, a.template, a.event_id, a.request_hash, a.templates, a.result
            from unnest($25::int[], $26::text[], $27::text[], $28::text[], $29::text[], $30::uuid[], $31::bytea[], $32::text[], $33::text[])
                as a(no, owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            left join idempotency_keys i on i.owner_type = a.owner_type and i.owner_id = a.owner_id
                and i.key = a.key and i.template = a.template
        ), left_out as materialized (
            select no from seen where stale
            union select no from state_seen where stale
            union select no from range_stale
            union select no from known where done
        ), write as materialized (
            select * from seen where written and no not in (select no from left_out) and (value is not null or place is not null)
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
        ), state_write as materialized (
            select * from state_seen where data is not null and no not in (select no from left_out)
        ), state_updated as (
            update tenant_state s set data = w.data
            from state_write w
            where s.ctid = w.place and s.xmin = w.version
            returning 1
        ), state_inserted as (
            insert into tenant_state (owner_type, owner_id, data)
            select owner_type, owner_id, data from state_write where place is null
            on conflict (owner_id, owner_type) do nothing
            returning 1
        ), answer as materialized (
            select * from known where no not in (select no from left_out)
        ), answered as (
            insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            select owner_type, owner_id, key, template, event_id, request_hash, templates::text[], result::json from answer
            on conflict (owner_type, owner_id, key, template) do nothing
            returning 1
        )
        select array(select no from left_out),
            case when exists (select from write) or exists (select from state_write) then txid_current() end,
            1 / ((select count(*) from write) + (select count(*) from state_write) + (select count(*) from answer)
                = (select count(*) from updated) + (select count(*) from inserted) + (select count(*) from removed)
                + (select count(*) from state_updated) + (select count(*) from state_inserted)
                + (select count(*) from answered))::int,
            array(select no from known where done)
        """;

    public static NpgsqlBatchCommand Command(RunGroup group)
    {
        var command = new NpgsqlBatchCommand(Sql);
        group.Keys.AddTo(command.Parameters);
        group.States.AddTo(command.Parameters);
        group.Ranges.AddTo(command.Parameters);
        group.Answers.AddTo(command.Parameters);
        return command;
    }

    // The column is null when the group wrote no versioned row. Versions are 32 bits wide, the counter has 64.
    public static GroupResult Read(NpgsqlDataReader reader) => new(
        reader.GetFieldValue<int[]>(0),
        reader.GetFieldValue<int[]>(3),
        reader.IsDBNull(1) ? 0 : unchecked((uint)reader.GetInt64(1)));
}
