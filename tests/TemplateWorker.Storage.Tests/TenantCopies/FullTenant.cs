using TemplateWorker.Storage.TenantCopies;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.TenantCopies;

/// <summary>A tenant with rows in every table that has rows of tenants.</summary>
internal static class FullTenant
{
    private const string Sql = """
        insert into tenant_state (owner_type, owner_id, data, events) values (@, '{"n": 1e400, "text": "a\u2028b"}', '{message}');
        with made as (
            insert into templates (owner_type, owner_id, name, active_version, last_version) values (@, 'a', 2, 2), (@, 'b', 1, 1)
        )
        insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
        values (@, 'a', 1, '{"index.js": "// 1"}', '{}', '{message}', sha256('1')), (@, 'a', 2, '{"index.js": "// 2"}', '{"s": 1}', '{message,join}', sha256('2')),
            (@, 'b', 1, '{"index.js": ""}', '{}', '{}', sha256('3'));
        insert into template_subscriptions (owner_type, owner_id, event, template) values (@, 'message', 'a') on conflict do nothing;
        insert into template_policies (owner_type, owner_id, template, max_attempts, backoff_base, backoff_cap, on_exhausted) values (@, 'a', 7, '2 s', '1 min', 'park');
        insert into template_floors (owner_type, owner_id, last_version) values (@, 3);
        insert into tenant_kv (owner_type, owner_id, key, scopes, value) values (@, 'k', '{s,t}', '{"deep": [1, 2.50]}'), (@, 'k', '{}', null);
        insert into tenant_kv_expiry (owner_type, owner_id, key, scopes, expires_at, hops) values (@, 'k', '{}', now() + interval '1 day', 3);
        insert into tenant_usage (owner_type, owner_id, kind, entries, bytes) values (@, 'keys', 2, 40);
        insert into tenants (owner_type, owner_id, suspended_at, suspended_reason) values (@, now(), 'unpaid');
        insert into tokens (prefix, hash, name, role, owner_type, owner_id)
        values ('tw_' || translate(substr(md5('$name'), 1, 10), '0189', 'wxyz'), sha256('$name'), 'n', 'tenant', @);
        insert into queue_limits (owner_type, owner_id, queued_deliveries) values (@, 77);
        insert into schedules (owner_type, owner_id, name, slot, template, cron, timezone, event, data, catch_up, next_at)
        values (@, 'daily', $slot, 'a', '0 0 * * *', 'UTC', 'tick', '{"x":  1}', 'last', now() + interval '1 day');
        insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries) values (@, 'key', md5('1')::uuid, sha256('4'), 1);
        insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result) values (@, 'key', 'a', md5('1')::uuid, sha256('5'), '{a}', '{"ok":
          true}');
        insert into event_results (owner_type, owner_id, event_id, template, result, bytes, actions) values (@, md5('1')::uuid, 'a', '7', 1, array[md5('2')::uuid]);
        insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, started_at, finished_at, wall_ms, cpu_ms, worker)
        select @, 'a', 1, md5('1')::uuid, 'message', n, 1, 'done', now(), now() + n * interval '1 ms', 1.25, 0.5, 'host:1/0' from generate_series(1, 1200) n;
        insert into logs (owner_type, owner_id, template, run_id, level, line, logged_at) values (@, 'a', md5('3')::uuid, 'info', 'line', now());
        insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data, attempt, failures, traceparent)
        select $slot, @, 'a', md5(n::text)::uuid, 'message', to_json(n), n % 2, '[{"attempt": 1}]', null from generate_series(1, 1100) n;
        insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data) values (now() + interval '1 h', $slot, @, 'a', md5('4')::uuid, 'message', '4');
        insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message)
        values (@, nextval('deliveries_id_seq'), 'a', md5('5')::uuid, 'message', '5', 3, 0, 0, now(), 'ScriptError', 'no');
        insert into lane_holds (owner_type, owner_id, template, kind, slot, delivery, reason, message)
        select @, 'a', 'parked', $slot, min(id), 'ScriptError', 'no' from deliveries where (owner_type, owner_id) = (@);
        insert into lane_holds (owner_type, owner_id, template, kind, slot) values (@, 'b', 'paused', $slot);
        insert into action_routes (name, owner_type, owner_id, type, url, secret, strict, batch, timeout, attempts, concurrency, allow_private)
        values ('route of $name', @, 'mail.*', 'https://example.org/', '0123456789abcdef', true, 1, '10 s', 20, 16, false);
        insert into actions (id, slot, owner_type, owner_id, template, channel, route, position, type, data, bytes, run_id, event_id)
        select md5('action' || n)::uuid, $slot, @, 'a', 'c' || n % 2, case when n < 3 then '' else 'route of $name' end, nextval('action_positions'),
            case when n < 3 then 'chat' else 'mail.send' end, to_json(n), 1, md5('6')::uuid, md5('7')::uuid
        from generate_series(1, 4) n;
        insert into actions (id, slot, owner_type, owner_id, template, channel, route, type, data, bytes, run_id, event_id, due_at)
        values (md5('delayed')::uuid, $slot, @, 'a', 'c0', '', 'chat', '9', 1, md5('6')::uuid, md5('7')::uuid, now() + interval '1 h');
        insert into action_channels (route, slot, owner_type, owner_id, channel, holder, leased_until)
        select distinct route, slot, owner_type, owner_id, channel, 'push', now() + interval '1 h' from actions where (owner_type, owner_id) = (@) and position is not null;
        insert into action_keys (owner_type, owner_id, key, action) values (@, 'once', md5('action1')::uuid)
        """;

    public static async Task CreateAsync(TestDatabase test, TenantId tenant)
    {
        await test.ExecuteAsync(Sql.Replace("@", $"'{tenant.OwnerType}', '{tenant.OwnerId}'", StringComparison.Ordinal)
            .Replace("$slot", $"{tenant.Slot}::smallint", StringComparison.Ordinal)
            .Replace("$name", tenant.ToString(), StringComparison.Ordinal));
        (await EmptyTablesAsync(test, tenant)).ShouldBeEmpty("this SQL fills every table that has rows of tenants");
    }

    /// <summary>The rows of each table as JSON, without what an import gives anew.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(TestDatabase test, TenantId tenant)
    {
        List<string> rows = [];
        foreach (var table in await TablesAsync(test))
        {
            rows.AddRange((await test.ReadTextsAsync($"""
                select '{table.Name} ' || (to_jsonb(t) - '{(table.Name is "tenant_kv" or "deliveries" or "delayed_deliveries" or "dead_letters" ? "id" : "-")}' - 'position' - 'low' - 'ready_at'
                    - 'holder' - 'leased_until' - 'slot' - 'owner_type' - 'owner_id' - '{(table.Name == "lane_holds" ? "delivery" : "-")}')::text
                from {table.Name} t where owner_type = '{tenant.OwnerType}' and owner_id = '{tenant.OwnerId}' order by 1
                """)).OfType<string>());
        }

        return rows;
    }

    /// <summary>The tables in which a tenant has no row.</summary>
    public static async Task<IReadOnlyList<string>> EmptyTablesAsync(TestDatabase test, TenantId tenant)
    {
        List<string> empty = [];
        foreach (var table in await TablesAsync(test))
        {
            if (!await test.ReadAsync<bool>($"select exists (select from {table.Name} where owner_type = '{tenant.OwnerType}' and owner_id = '{tenant.OwnerId}')"))
            {
                empty.Add(table.Name);
            }
        }

        return empty;
    }

    public static Task<IReadOnlyList<TenantTable>> TablesAsync(TestDatabase test) => test.Database.UseAsync(TenantTable.AllAsync, CancellationToken.None);
}
