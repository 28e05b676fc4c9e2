using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// Every change of a tenant's active templates or its ban, by plain SQL too, notifies the supervisors at its commit: on the
/// channel <c>template_worker_tenant</c> with the tenant's text form.
/// </summary>
/// <remarks>
/// <para>Versions need no trigger: they never change, and which one is active stands in <c>templates</c>. Changes of
/// one tenant in one transaction arrive once, because PostgreSQL drops repeated payloads. A tenant whose text is longer
/// than a payload may be (8,000 bytes) cannot be named, so no notification is sent.</para>
/// <para>The ban's triggers have conditions, so that the commits of runs, which write <c>data</c>, never call the function.</para>
/// </remarks>
internal sealed class TenantChangeNotifications() : SqlMigration("tenant_change_notifications", """
    create function template_worker_tenant_changed() returns trigger language plpgsql as $$
    declare
        tenant text;
    begin
        if tg_op = 'DELETE' then
            tenant := old.owner_type || ':' || old.owner_id;
        else
            tenant := new.owner_type || ':' || new.owner_id;
        end if;
        if octet_length(tenant) < 8000 then
            perform pg_notify('template_worker_tenant', tenant);
        end if;
        return null;
    end $$;
    create trigger templates_changed after insert or update or delete on templates
        for each row execute function template_worker_tenant_changed();
    create trigger tenant_state_ban_made after insert on tenant_state
        for each row when (new.banned) execute function template_worker_tenant_changed();
    create trigger tenant_state_ban_changed after update on tenant_state
        for each row when (old.banned is distinct from new.banned) execute function template_worker_tenant_changed();
    create trigger tenant_state_ban_removed after delete on tenant_state
        for each row when (old.banned) execute function template_worker_tenant_changed()
    """, """
    drop trigger tenant_state_ban_removed on tenant_state;
    drop trigger tenant_state_ban_changed on tenant_state;
    drop trigger tenant_state_ban_made on tenant_state;
    drop trigger templates_changed on templates;
    drop function template_worker_tenant_changed()
    """);
