using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>
/// <c>template_worker_claim_actions</c> and <c>template_worker_ack_actions</c>: a program that shares the database takes actions in its own
/// transaction, and so has the effect of each exactly once.
/// </summary>
/// <remarks>
/// The lease is the lock of the channel's row, which ends with the transaction. What is claimed is read by statements of their own: the one that
/// locks sees the data as it was before it got the lock. A channel is claimed once in a transaction, since its row is then ready only later than
/// the transaction began. The search goes round the tenants; the session remembers where it is.
/// </remarks>
internal sealed class ActionFunctions() : SqlMigration("action_functions", $$"""
    {{ClaimFunction.Sql("template_worker_claim_actions", "", "")}};
    create function template_worker_ack_actions(ids uuid[]) returns int
        language plpgsql security definer set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    declare
        gone int;
    begin
        if $1 is null or cardinality($1) > 10000 then
            raise exception 'template_worker_ack_actions: ids must be an array of at most 10000 UUIDs, was %', coalesce(cardinality($1)::text, 'null')
                using errcode = 'invalid_parameter_value';
        end if;
        delete from actions a
        using (
            select f.place
            from unnest($1) u(id)
            cross join lateral (
                select x.ctid as place
                from actions x
                where x.id >= u.id and x.id <= u.id and x.route = '' and coalesce(x.position, 0) > 0
                order by x.id
                limit 1
            ) f
        ) g
        where a.ctid = g.place;
        get diagnostics gone = row_count;
        return gone;
    end $$;
    revoke execute on function template_worker_claim_actions(text, int) from public;
    revoke execute on function template_worker_ack_actions(uuid[]) from public;
    do $$
    declare
        home regnamespace := (select relnamespace from pg_class where oid = 'actions'::regclass);
    begin
        execute format('alter function %s.template_worker_claim_actions(text, int) set search_path = pg_catalog, %s, pg_temp', home, home);
        execute format('alter function %s.template_worker_ack_actions(uuid[]) set search_path = pg_catalog, %s, pg_temp', home, home);
    end $$
    """, """
    drop function template_worker_ack_actions(uuid[]);
    drop function template_worker_claim_actions(text, int)
    """);
