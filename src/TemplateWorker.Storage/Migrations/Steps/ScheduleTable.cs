using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>Schedules: which event a tenant gets at which times.</summary>
/// <remarks><c>next_at</c> is null when no time is left that the expression names. <c>template</c> is null when an operator made it.</remarks>
internal sealed class ScheduleTable() : SqlMigration("schedules", """
    create table schedules (
        owner_type text not null,
        owner_id text not null,
        name text not null check (octet_length(name) between 1 and 512),
        slot smallint not null,
        template text,
        cron text not null,
        timezone text not null,
        event text not null check (octet_length(event) between 1 and 512),
        data json not null,
        catch_up text not null check (catch_up in ('none', 'last', 'all')),
        next_at timestamptz,
        last_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (owner_type, owner_id, name)
    );
    create index schedules_next on schedules (next_at)
    """, """
    drop table schedules
    """);
