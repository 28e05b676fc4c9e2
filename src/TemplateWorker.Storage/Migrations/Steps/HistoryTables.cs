using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>What happened to deliveries and calls, and what templates logged: partitioned by month, so that the old goes at once.</summary>
/// <remarks>Partitions for this month and the next are made here; a maintenance pass makes those that follow.</remarks>
internal sealed class HistoryTables() : SqlMigration("history", """
    create table history (
        owner_type text not null,
        owner_id text not null,
        template text not null,
        version int not null,
        event_id uuid not null,
        event text not null,
        delivery bigint,
        attempt int not null,
        outcome text not null,
        reason text,
        message text,
        stack text,
        started_at timestamptz not null,
        finished_at timestamptz not null default now(),
        wall_ms real not null,
        cpu_ms real not null,
        worker text not null
    ) partition by range (finished_at);
    create index history_tenant on history (owner_type, owner_id, finished_at);
    create table logs (
        owner_type text not null,
        owner_id text not null,
        template text not null,
        run_id uuid,
        level text not null check (level in ('debug', 'info', 'warn', 'error')),
        line text not null,
        logged_at timestamptz not null
    ) partition by range (logged_at);
    create index logs_tenant on logs (owner_type, owner_id, logged_at);
    do $$
    declare
        first timestamp := date_trunc('month', now() at time zone 'UTC');
        parent text;
        month timestamp;
    begin
        foreach parent in array array['history', 'logs'] loop
            for i in 0..1 loop
                month := first + make_interval(months => i);
                execute format('create table %I partition of %I for values from (%L) to (%L)',
                    parent || to_char(month, '_YYYY_MM'), parent,
                    to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
                    to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
            end loop;
        end loop;
    end $$
    """, """
    drop table logs;
    drop table history
    """);
