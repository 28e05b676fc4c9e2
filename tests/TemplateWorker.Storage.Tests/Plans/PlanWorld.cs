using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>
/// Fills the tables in one of the <see cref="DatabaseState"/>s. A tenth of the rows are <see cref="Subject"/>'s, but for its queue, which is
/// bounded: there only its dead rows are many.
/// </summary>
internal sealed class PlanWorld(TestDatabase test) : IAsyncDisposable
{
    /// <summary>The tenant that the statements are run for.</summary>
    public static readonly TenantId Subject = new("guild", "1");

    private const string RowsVariable = "TEMPLATE_WORKER_PLAN_ROWS";
    private const int DefaultRows = 40_000;

    // Of things that people make there are fewer; those that a tenant may have a limited number of come one to a tenant.
    private const string OwnersSql = """
        create table plan_owners as
        select 'guild'::text as owner_type, o as owner_id, template_worker_slot('guild', o) as slot
        from (select case when n % 10 = 0 then '1' else 'x' || n end from generate_series(1, 1000) n) owners(o);
        """;

    private static readonly string PeopleSql = """
        with made as (
            insert into templates (owner_type, owner_id, name, active_version, last_version)
            select 'guild', 'x' || n, 't', 1, 1 from generate_series(1, {rows} / 10) n
        )
        insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
        select 'guild', 'x' || n, 't', 1, '{"index.js": ""}', '{}', '{message,startup}', decode(repeat('00', 32), 'hex') from generate_series(1, {rows} / 10) n;
        insert into template_policies (owner_type, owner_id, template, max_attempts, backoff_base, backoff_cap, on_exhausted)
        select 'guild', 'x' || n, 't', 5, '1 s', '1 h', 'skip' from generate_series(1, {rows} / 10) n;
        insert into action_routes (name, owner_type, owner_id, type, url, secret, strict, batch, timeout, attempts, concurrency, allow_private)
        select case when n = 1 then 'other' else 'x' || n end, 'guild', 'x' || n, 'x', 'http://x', '0123456789abcdef', true, 1, '1 s', 1, 1, true
        from generate_series(1, {rows} / 10) n;
        insert into tokens (prefix, hash, name, role, owner_type, owner_id, revoked_at)
        select 'tw_' || translate(lpad(n::text, 10, '0'), '0123456789', 'abcdefghij'), sha256(n::text::bytea), 'ci', 'tenant', 'guild', 'x' || n,
            case when n % 2 = 0 then now() end
        from generate_series(1, {rows} / 10) n;
        insert into audit_log (id, at, actor, origin, action, owner_type, owner_id)
        select md5(n::text)::uuid, now() - interval '25 days' * (1 - n / {rows}.0), 'a', 'o', 'lanes.pause', owner_type, owner_id
        from plan_rows;
        insert into tenants (owner_type, owner_id, suspended_at, suspended_reason)
        select 'guild', 'x' || n, case when n % 2 = 0 then now() end, case when n % 2 = 0 then 'r' end from generate_series(1, {rows} / 10) n;
        insert into template_floors (owner_type, owner_id, last_version) select 'guild', 'y' || n, 1 from generate_series(1, {rows} / 10) n;
        insert into tenant_state (owner_type, owner_id, banned) select 'guild', 'x' || n, n % 100 = 0 from generate_series(1, {rows} / 10) n;
        insert into tenant_usage (owner_type, owner_id, kind, counted_at)
        select 'guild', 'x' || n, kind, now() from generate_series(1, {rows} / 10) n, unnest(array['keys', 'dead_letters']) kind;
        insert into history (owner_type, owner_id, template, version, event_id, event, attempt, outcome, started_at, finished_at, wall_ms, cpu_ms, worker)
        select owner_type, owner_id, 'a', 1, md5(n::text)::uuid, 'message', 1, 'done', now(), now() - interval '25 days' * (1 - n / {rows}.0), 1, 1, 'w'
        from plan_rows;
        insert into logs (owner_type, owner_id, template, level, line, logged_at)
        select owner_type, owner_id, 'a', 'info', 'line', now() - interval '25 days' * (1 - n / {rows}.0) from plan_rows;
        """;

    private static readonly string PassingSql = """
        insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
        select slot, owner_type, owner_id, 'a', md5(n::text)::uuid, 'message', '{}' from plan_rows where {queued};
        insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data)
        select now() + interval '1 day', slot, owner_type, owner_id, 'a', md5(n::text)::uuid, 'message', '{}' from plan_rows where {queued};
        insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message)
        select owner_type, owner_id, -n, 'a', md5(n::text)::uuid, 'message', '{}', 1, 0, 0, now(), 'Error', 'no' from plan_rows;
        insert into lane_holds (owner_type, owner_id, template, kind, slot)
        select owner_type, 'x' || n, 't', 'paused', slot from plan_rows where n % 10 = 1;
        insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries)
        select owner_type, owner_id, 'k' || n, md5(n::text)::uuid, '\x00', 1 from plan_rows;
        insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result)
        select owner_type, owner_id, 'k' || n, 'a', md5(n::text)::uuid, '\x00', '{a}', '1' from plan_rows;
        insert into event_results (owner_type, owner_id, event_id, template, result, bytes, actions)
        select owner_type, owner_id, md5(n::text)::uuid, 'a', '1', 1, array[md5(n::text)::uuid] from plan_rows;
        insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
        select owner_type, 'x' || n, 's', slot, '0 0 * * *', 'UTC', 'message', '{}', 'none', now() + interval '1 day' from plan_rows;
        insert into actions (id, slot, owner_type, owner_id, template, channel, route, position, type, data, bytes, run_id, event_id)
        select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, slot, owner_type, owner_id, 'a', 'a', 'other', nextval('action_positions'), 't', '1', 1,
            md5(n::text)::uuid, md5(n::text)::uuid
        from plan_rows where {queued};
        insert into actions (id, slot, owner_type, owner_id, template, channel, route, due_at, type, data, bytes, run_id, event_id)
        select ('00000000-0001-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, slot, owner_type, owner_id, 'a', 'a', 'other', now() + interval '1 day', 't', '1', 1,
            md5(n::text)::uuid, md5(n::text)::uuid
        from plan_rows where {queued};
        insert into action_channels (route, slot, owner_type, owner_id, channel)
        select distinct 'other', slot, owner_type, owner_id, 'a' from plan_rows where {queued};
        insert into action_keys (owner_type, owner_id, key, action) select owner_type, owner_id, 'k' || n, md5(n::text)::uuid from plan_rows;
        insert into tenant_kv (owner_type, owner_id, key, value) select owner_type, owner_id, 'k' || n, '1' from plan_rows;
        insert into tenant_kv_expiry (owner_type, owner_id, key, expires_at) select owner_type, owner_id, 'k' || n, now() + interval '1 day' from plan_rows;
        """;

    private static readonly string[] PassingTables =
    [
        "deliveries", "delayed_deliveries", "dead_letters", "lane_holds", "accepted_events", "idempotency_keys", "schedules", "tenant_kv", "tenant_kv_expiry",
        "actions", "action_channels", "action_keys", "event_results",
    ];

    private NpgsqlConnection? _holder;

    /// <summary>Rows of each of the large tables: those of the variable, for a run in full size.</summary>
    private static int Rows { get; } = int.TryParse(Environment.GetEnvironmentVariable(RowsVariable), out var rows) ? rows : DefaultRows;

    /// <summary>The tables of the program.</summary>
    public Task<IReadOnlyList<string?>> TablesAsync() =>
        test.ReadTextsAsync("select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname !~ '^plan_'");

    /// <summary>The source of the program's functions in the database.</summary>
    public Task<IReadOnlyList<string?>> FunctionsAsync() =>
        test.ReadTextsAsync("select proname || ': ' || prosrc from pg_proc where pronamespace = 'public'::regnamespace");

    /// <summary>Makes the state, but for what <see cref="FillInUseAsync"/> makes.</summary>
    public async Task PrepareAsync(DatabaseState state)
    {
        // Whatever the day of the month, most rows are older than what statements look back.
        await test.ExecuteAsync("""
            do $$
            declare
                past timestamp := date_trunc('month', now() at time zone 'UTC') - interval '1 month';
                parted text;
            begin
                foreach parted in array array['history', 'logs', 'audit_log'] loop
                    execute format('create table if not exists %I partition of %I for values from (%L) to (%L)', parted || to_char(past, '_YYYY_MM'), parted,
                        past || '+00', (past + interval '1 month') || '+00');
                end loop;
            end $$
            """);

        // What the planner knows must not depend on when the server finds the time.
        await test.ExecuteAsync("""
            do $$
            declare
                name text;
            begin
                for name in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
                    execute format('alter table %s set (autovacuum_enabled = false)', name);
                end loop;
            end $$
            """);
        switch (state)
        {
            case DatabaseState.VacuumedEmpty:
                await test.ExecuteAsync("vacuum");
                break;
            case DatabaseState.Full:
                await FillAsync(PeopleSql, PassingSql);
                await test.ExecuteAsync("vacuum analyze");
                break;
            case DatabaseState.HeldSnapshot:
                _holder = await test.ConnectAsync();
                await using (var hold = new NpgsqlCommand("begin isolation level repeatable read; select from slots limit 1", _holder))
                {
                    await hold.ExecuteNonQueryAsync();
                }

                await FillAsync(PeopleSql, PassingSql);
                await test.ExecuteAsync(string.Concat(PassingTables.Select(table => $"delete from {table};")));
                await test.ExecuteAsync("analyze");
                break;
        }
    }

    /// <summary>Fills the tables of a state whose plans are made before.</summary>
    /// <returns>Whether the state is one.</returns>
    public async Task<bool> FillInUseAsync(DatabaseState state)
    {
        if (state is not (DatabaseState.NeverAnalyzed or DatabaseState.VacuumedEmpty))
        {
            return false;
        }

        await FillAsync(PeopleSql, PassingSql);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_holder is not null)
        {
            await _holder.DisposeAsync();
        }
    }

    /// <summary>
    /// Fills the tables, each statement in a transaction of its own: one long transaction would hold back the oldest transaction of the whole
    /// server, which the feeds of other tests' databases wait for.
    /// </summary>
    private async Task FillAsync(params string[] fills)
    {
        var sql = $"""
            {OwnersSql}
            create table plan_rows as
            select o.*, n from (select *, row_number() over () - 1 as no from plan_owners) o join generate_series(1, {Rows}) n on n % 1000 = o.no;
            {string.Concat(fills).Replace("{rows}", $"{Rows}", StringComparison.Ordinal).Replace("{queued}", _holder is null ? "owner_id <> '1'" : "true", StringComparison.Ordinal)}
            """;
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await test.ExecuteAsync(statement);
        }
    }
}
