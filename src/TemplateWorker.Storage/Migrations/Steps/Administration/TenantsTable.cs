using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Administration;

/// <summary>What operators say about single tenants: so far, that one is suspended, why and until when. A tenant needs no row.</summary>
/// <remarks>A suspension that begins, changes or ends notifies the supervisors as a change of the tenant does, by plain SQL too.</remarks>
internal sealed class TenantsTable() : SqlMigration("tenants", """
    create table tenants (
        owner_type text not null,
        owner_id text not null,
        created_at timestamptz not null default now(),
        suspended_at timestamptz,
        suspended_until timestamptz,
        suspended_reason text,
        primary key (owner_type, owner_id),
        constraint tenants_owner_check check (
            owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$' and owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'
            and octet_length(owner_type) <= 128 and octet_length(owner_id) <= 128),
        constraint tenants_suspended_check check (
            (suspended_at is null) = (suspended_reason is null) and (suspended_until is null or suspended_at is not null)
            and octet_length(suspended_reason) between 1 and 512)
    );
    create index tenants_suspended on tenants (owner_type, owner_id) where suspended_at is not null;
    create trigger tenants_suspended_made after insert on tenants
        for each row when (new.suspended_at is not null) execute function template_worker_tenant_changed();
    create trigger tenants_suspended_changed after update on tenants
        for each row when ((old.suspended_at, old.suspended_until, old.suspended_reason) is distinct from (new.suspended_at, new.suspended_until, new.suspended_reason))
        execute function template_worker_tenant_changed();
    create trigger tenants_suspended_removed after delete on tenants
        for each row when (old.suspended_at is not null) execute function template_worker_tenant_changed()
    """, """
    drop table tenants
    """);
