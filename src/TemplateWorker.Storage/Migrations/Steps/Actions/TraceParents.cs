using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>The trace that an event belongs to: it is stored with its deliveries, and with the actions of their runs.</summary>
/// <remarks>
/// A function cannot get other columns, so another one takes its name, and what the operator has granted on it.
/// </remarks>
internal sealed class TraceParents() : SqlMigration("trace_parents", $$"""
    alter table deliveries add column traceparent text;
    alter table delayed_deliveries add column traceparent text;
    alter table dead_letters add column traceparent text;
    alter table actions add column traceparent text;
    {{ClaimFunction.Sql("template_worker_claim_actions_next", ", traceparent text", ", a.traceparent")}};
    {{TakeOver}}
    """, $$"""
    {{ClaimFunction.Sql("template_worker_claim_actions_next", "", "")}};
    {{TakeOver}};
    alter table actions drop column traceparent;
    alter table dead_letters drop column traceparent;
    alter table delayed_deliveries drop column traceparent;
    alter table deliveries drop column traceparent
    """)
{
    private const string TakeOver = """
        revoke execute on function template_worker_claim_actions_next(text, int) from public;
        do $$
        declare
            home regnamespace := (select relnamespace from pg_class where oid = 'actions'::regclass);
            granted record;
        begin
            for granted in
                select case when x.grantee = 0 then 'public' else x.grantee::regrole::text end as role,
                    case when x.is_grantable then ' with grant option' else '' end as option
                from pg_proc p
                cross join lateral aclexplode(p.proacl) x
                where p.pronamespace = home and p.proname = 'template_worker_claim_actions' and x.grantee <> p.proowner
            loop
                execute format('grant execute on function %s.template_worker_claim_actions_next(text, int) to %s%s', home, granted.role, granted.option);
            end loop;
            execute format('alter function %s.template_worker_claim_actions_next(text, int) set search_path = pg_catalog, %s, pg_temp', home, home);
            execute format('drop function %s.template_worker_claim_actions(text, int)', home);
            execute format('alter function %s.template_worker_claim_actions_next(text, int) rename to template_worker_claim_actions', home);
        end $$
        """;
}
