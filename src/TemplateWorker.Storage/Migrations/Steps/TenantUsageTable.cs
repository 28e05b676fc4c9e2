using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>What each tenant keeps: a row for its keys and one for its dead letters, changed by the transactions that change those.</summary>
/// <remarks>
/// <para>Other programs may have stored keys for owners that are no tenants; those have no limits, and are not counted.</para>
/// <para>Two rows, because a statement that commits a run can change a row only once. No index has the counters, and half of each page is
/// left free, so that a change of them stays on its page.</para>
/// <para>Tenants that have rows already are not counted here, which would read all their values in one transaction: a time of counting
/// in 1970 says that it is still to be done, and a pass of the supervisor does it next.</para>
/// </remarks>
internal sealed class TenantUsageTable() : SqlMigration("tenant_usage", """
    create table tenant_usage (
        owner_type text not null,
        owner_id text not null,
        kind text not null check (kind in ('keys', 'dead_letters')),
        entries bigint not null default 0,
        bytes bigint not null default 0,
        counted_at timestamptz not null default 'epoch',
        primary key (owner_type, owner_id, kind)
    ) with (fillfactor = 50);
    create index tenant_usage_counted_at on tenant_usage (counted_at);
    insert into tenant_usage (owner_type, owner_id, kind)
    select owner_type, owner_id, kind
    from (
        select distinct owner_type, owner_id, 'keys' from tenant_kv
        union all
        select distinct owner_type, owner_id, 'dead_letters' from dead_letters
    ) t(owner_type, owner_id, kind)
    where owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$' and owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'
        and octet_length(owner_type) <= 128 and octet_length(owner_id) <= 128
    """, """
    drop table tenant_usage
    """);
