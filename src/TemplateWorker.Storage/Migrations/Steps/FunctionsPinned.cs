using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// Functions find our tables whatever the caller's <c>search_path</c> is, and <c>template_worker_emit</c> needs no rights on tables but
/// the right to execute it.
/// </summary>
/// <remarks>
/// Without a path of its own, a function called from a session with another path found another program's table of the same name, or none:
/// <c>template_worker_emit</c> then returned an id and stored nothing. Temporary tables come last, so that they hide nothing.
/// </remarks>
internal sealed class FunctionsPinned() : SqlMigration("functions_pinned", """
    do $$
    declare
        ours record;
    begin
        for ours in
            select p.oid::regprocedure as signature, p.pronamespace::regnamespace as home
            from pg_proc p
            join pg_class c on c.oid = 'deliveries'::regclass and c.relnamespace = p.pronamespace
            where p.proname in (
                'template_worker_emit', 'template_worker_slot', 'template_worker_tenant_changed', 'templates_keep_subscriptions',
                'templates_keep_floor', 'template_versions_refuse_update')
        loop
            execute format('alter function %s set search_path = pg_catalog, %s, pg_temp', ours.signature, ours.home);
        end loop;
    end $$;
    alter function template_worker_emit(text, text, text, jsonb) security definer;
    revoke execute on function template_worker_emit(text, text, text, jsonb) from public
    """, """
    grant execute on function template_worker_emit(text, text, text, jsonb) to public;
    alter function template_worker_emit(text, text, text, jsonb) security invoker;
    alter function template_worker_emit(text, text, text, jsonb) reset search_path;
    alter function template_worker_slot(text, text) reset search_path;
    alter function template_worker_tenant_changed() reset search_path;
    alter function templates_keep_subscriptions() reset search_path;
    alter function templates_keep_floor() reset search_path;
    alter function template_versions_refuse_update() reset search_path
    """);
