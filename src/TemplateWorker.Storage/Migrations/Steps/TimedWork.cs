using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// What timed work needs to stay within its bounds: how many runs stand behind a key that expires, an index of each tenant's
/// expiries, and partitions for rows of months that have none.
/// </summary>
/// <remarks>
/// The index begins with an expression, so that no plan takes it for the look-up of one key.
/// Schedules and subscriptions whose owner is no tenant are refused from now on. A migration must not fail over rows that are
/// there already, so they stay, but such a schedule is never due again.
/// </remarks>
internal sealed class TimedWork() : SqlMigration("timed_work", """
    alter table tenant_kv_expiry add column hops int not null default 0;
    create index tenant_kv_expiry_tenant on tenant_kv_expiry ((owner_type || ':' || owner_id), expires_at);
    create table history_default partition of history default;
    create table logs_default partition of logs default;
    update schedules set next_at = null
    where owner_type !~ '^[^\u0001-\u001f\u007f-\u009f:]+$' or owner_id !~ '^[^\u0001-\u001f\u007f-\u009f]+$'
        or octet_length(owner_type) > 128 or octet_length(owner_id) > 128;
    alter table schedules add constraint schedules_owner_check check (
        owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$' and owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'
        and octet_length(owner_type) <= 128 and octet_length(owner_id) <= 128) not valid;
    alter table template_subscriptions add constraint template_subscriptions_owner_check check (
        owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$' and owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'
        and octet_length(owner_type) <= 128 and octet_length(owner_id) <= 128) not valid
    """, """
    alter table template_subscriptions drop constraint template_subscriptions_owner_check;
    alter table schedules drop constraint schedules_owner_check;
    drop table logs_default;
    drop table history_default;
    drop index tenant_kv_expiry_tenant;
    alter table tenant_kv_expiry drop column hops
    """)
{
    public override string LeavesBehind => "Schedules whose owner is no tenant stay without a next time.";
}
