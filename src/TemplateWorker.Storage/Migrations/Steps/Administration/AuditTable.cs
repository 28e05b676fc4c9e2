using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Administration;

/// <summary>Who changed what, for which tenant and from where: partitioned by month, so that what is no longer kept goes at once.</summary>
/// <remarks>
/// <para>The trigger refuses updates and deletions of rows, by every program. The maintenance pass drops whole partitions, and moves rows out of the
/// default partition, which it names: the trigger is that of the table as a whole.</para>
/// <para><c>before</c> and <c>after</c> are <c>json</c>, which keeps the text as it was written and takes <c>\u0000</c>: what an operator did must not
/// fail because it cannot be recorded. A tenant of two empty texts stands for all tenants.</para>
/// </remarks>
internal sealed class AuditTable() : SqlMigration("audit_log", """
    create table audit_log (
        id uuid not null,
        at timestamptz not null default now(),
        actor text not null check (octet_length(actor) between 1 and 256),
        origin text not null check (octet_length(origin) <= 256),
        action text not null check (octet_length(action) between 1 and 64),
        owner_type text not null default '',
        owner_id text not null default '',
        subject text not null default '',
        before json,
        after json,
        check ((owner_type = '') = (owner_id = ''))
    ) partition by range (at);
    create index audit_log_at on audit_log (at, id);
    create index audit_log_tenant on audit_log (owner_type, owner_id, at, id);
    create table audit_log_default partition of audit_log default;
    do $$
    declare
        first timestamp := date_trunc('month', now() at time zone 'UTC');
        month timestamp;
    begin
        for i in 0..1 loop
            month := first + make_interval(months => i);
            execute format('create table %I partition of audit_log for values from (%L) to (%L)',
                'audit_log' || to_char(month, '_YYYY_MM'),
                to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
                to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
        end loop;
    end $$;
    create function template_worker_audit_kept() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
        raise exception 'Rows of audit_log are never changed or deleted.'
            using errcode = 'insufficient_privilege', hint = 'retention.audit says how long they are kept.';
    end $$;
    create trigger audit_log_kept before update or delete or truncate on audit_log
        for each statement execute function template_worker_audit_kept()
    """, """
    drop table audit_log;
    drop function template_worker_audit_kept()
    """);
