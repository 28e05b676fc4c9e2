using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>Actions: what templates send to the product around them, the channels that keep their order, and the routes that push them.</summary>
/// <remarks>
/// <para>An action has a <c>position</c> while it waits in its channel, a <c>due_at</c> while it is delayed, and a <c>died_at</c> once it was
/// given up. Positions are given under the tenant's lock, so that they ascend in the order of commits. The route is chosen when the action is
/// sent; the empty one is that of consumers that pull. A deleted route stays until its actions have other ones, and runs that were under way have ended.
/// Consumers acknowledge by the id alone, which has an index for it.</para>
/// <para>A channel has a row while actions wait in it, for each route. Only transactions that hold the tenant's lock make and remove the row, and
/// a commit only looks whether it is there: a consumer may lock it for as long as its own transaction takes, and no run waits for that.
/// No action of the channel has a position up to <c>low</c>, so that no look-up passes rows that are gone.</para>
/// <para>Actions come and go fast, so the tables are vacuumed by the number of dead rows.</para>
/// </remarks>
internal sealed class ActionTables() : SqlMigration("actions", """
    create sequence action_positions;
    create table action_routes (
        name text primary key check (octet_length(name) between 1 and 128),
        owner_type text not null default '',
        owner_id text not null default '',
        type text not null check (octet_length(type) between 1 and 512),
        url text not null check (octet_length(url) between 1 and 2048),
        secret text not null check (octet_length(secret) between 16 and 256),
        old_secret text check (octet_length(old_secret) between 16 and 256),
        strict boolean not null,
        batch int not null check (batch between 1 and 1000),
        timeout interval not null,
        attempts int not null check (attempts between 1 and 100),
        rate int check (rate > 0),
        concurrency int not null check (concurrency between 1 and 1000),
        allow_private boolean not null,
        disabled text,
        changed_at timestamptz not null default now(),
        deleted_at timestamptz,
        check ((owner_type = '') = (owner_id = ''))
    );
    create index action_routes_owner on action_routes (owner_type, owner_id, name);
    create index action_routes_deleted on action_routes (deleted_at) where deleted_at is not null;
    create table actions (
        id uuid not null,
        slot smallint not null,
        owner_type text not null,
        owner_id text not null,
        template text not null,
        channel text not null check (octet_length(channel) between 1 and 512),
        route text not null,
        position bigint,
        type text not null check (octet_length(type) between 1 and 512),
        data json not null,
        bytes int not null,
        run_id uuid not null,
        event_id uuid not null,
        delivery bigint,
        key text,
        due_at timestamptz,
        attempts int not null default 0,
        last_error text,
        sent_at timestamptz not null default now(),
        died_at timestamptz,
        primary key (owner_type, owner_id, id) include (bytes, died_at)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
    create index actions_id on actions (id);
    create index actions_channel on actions (owner_type, owner_id, channel, route, position) where position is not null;
    create index actions_due on actions (due_at) where due_at is not null;
    create table action_channels (
        route text not null,
        slot smallint not null,
        owner_type text not null,
        owner_id text not null,
        channel text not null,
        low bigint not null default 0,
        ready_at timestamptz not null default now(),
        failures int not null default 0,
        holder text,
        leased_until timestamptz,
        leased_through bigint,
        primary key (route, slot, owner_type, owner_id, channel)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
    create index action_channels_ready on action_channels (route, slot, owner_type, owner_id, ready_at);
    create table action_keys (
        owner_type text not null,
        owner_id text not null,
        key text not null check (octet_length(key) between 1 and 255),
        action uuid not null,
        created_at timestamptz not null default now(),
        primary key (owner_type, owner_id, key)
    );
    create index action_keys_created_at on action_keys (created_at)
    """, """
    drop table action_keys;
    drop table action_channels;
    drop table actions;
    drop table action_routes;
    drop sequence action_positions
    """);
