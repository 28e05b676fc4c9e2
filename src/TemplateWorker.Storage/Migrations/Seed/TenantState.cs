using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Seed;

/// <summary>A tenant's state gets its data; who was banned stays banned, and keeps its events.</summary>
/// <remarks>
/// The older form allowed nulls and several rows of one owner. They are merged: banned if one of them says so, and with
/// the events of all of them, in the order in which they stood.
/// </remarks>
internal sealed class TenantState() : SqlMigration("tenantstate", """
    create table tenant_state_new (
        owner_id text not null,
        owner_type text not null,
        events text[] not null default '{}',
        banned boolean not null default false,
        data jsonb not null default '{}',
        constraint tenant_state_new_pkey primary key (owner_id, owner_type)
    );
    do $$
    begin
        if to_regclass('tenant_state') is not null then
            lock table tenant_state in access exclusive mode;
            insert into tenant_state_new (owner_id, owner_type, events, banned)
            with old as (
                select row_number() over () as row, owner_id, coalesce(owner_type, 'guild') as owner_type, events, banned
                from tenant_state
                where owner_id is not null
            ), event as (
                select owner_id, owner_type, name, min(array[row, place]) as first
                from old cross join unnest(events) with ordinality as e(name, place)
                where name is not null
                group by owner_id, owner_type, name
            ), subscribed as (
                select owner_id, owner_type, array_agg(name order by first) as events from event group by owner_id, owner_type
            ), banned as (
                select owner_id, owner_type, coalesce(bool_or(banned), false) as banned from old group by owner_id, owner_type
            )
            select owner_id, owner_type, coalesce(events, '{}'), banned from banned left join subscribed using (owner_id, owner_type);
            drop table tenant_state;
        end if;
    end $$;
    alter table tenant_state_new rename to tenant_state;
    alter table tenant_state rename constraint tenant_state_new_pkey to tenant_state_pkey
    """)
{
    public override string Irreversible => "It merges rows of one owner, and drops the older table with what no column here keeps.";
}
