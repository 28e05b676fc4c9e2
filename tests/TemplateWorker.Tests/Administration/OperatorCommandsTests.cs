using System.Text.Json.Nodes;
using TemplateWorker.Administration;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Tests.Administration;

public sealed class OperatorCommandsTests
{
    private static readonly TenantId Guild = new("guild", "1");

    private static readonly string Given = $$"""
        with waiting as (
            insert into deliveries (slot, id, owner_type, owner_id, template, event_id, event, data, hops)
            select {{Guild.Slot}}, n, 'guild', '1', 'a', md5(random()::text)::uuid, 'message', jsonb_build_object('n', n), 0 from generate_series(1, 3) n
        )
        insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message, failures)
        values ('guild', '1', 9, 'a', md5(random()::text)::uuid, 'message', '{"n": 9}', 5, 0, 0, now(), 'ScriptError', 'no such thing',
            '[{"attempt": 5, "at": "2026-11-21T08:00:00Z", "reason": "ScriptError", "message": "no such thing", "stack": "at index.js:3", "worker": "host:1/0", "wall_ms": 2.5}]')
        """;

    [DatabaseFact]
    public async Task Deliveries_are_listed_page_by_page()
    {
        await using var test = await PrepareAsync();

        var (text, _) = await DoneAsync(test, "deliveries list guild:1 --limit 2");
        text.ShouldContain("ID  STATE   TEMPLATE  EVENT    ATTEMPTS");
        text.ShouldContain("1   queued  a         message  0");
        text.ShouldEndWith("more: --after 2");

        var (_, json) = await DoneAsync(test, "deliveries list guild:1 --after 2");
        json["items"]!.AsArray().Select(item => (long)item!["id"]!).ShouldBe([3, 9]);
        (await DoneAsync(test, "deliveries list guild:2")).Text.ShouldBe("none");
    }

    [DatabaseFact]
    public async Task An_idempotency_key_is_cleared_once()
    {
        await using var test = await PrepareAsync();
        await test.ExecuteAsync(
            "insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries) values ('guild', '1', 'k', gen_random_uuid(), '\\x00', 1)");

        (await DoneAsync(test, "idempotency clear guild:1 k")).Text.ShouldBe("guild:1 k cleared");

        (await test.ReadAsync<long>("select count(*) from accepted_events")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Usage_shows_each_quota_and_what_the_tables_hold()
    {
        await using var test = await PrepareAsync();
        await test.ExecuteAsync("insert into tenant_usage (owner_type, owner_id, kind, entries, bytes) values ('guild', '1', 'keys', 80000, 20480000)");

        var (text, json) = await DoneAsync(test, "usage guild:1");

        text.ShouldContain("QUOTA                 USED      LIMIT     PERCENT  STATE\nkeys                  80000     100000    80       near\n");
        text.ShouldContain("\nqueued_deliveries     3         10000     0        ok\n");
        text.ShouldContain("\ntemplate_versions   1     ");
        text.ShouldEndWith("keys not counted yet; a supervisor does it within minutes");
        ((long)json["quotas"]![0]!["used"]!).ShouldBe(80_000);
    }

    [DatabaseFact]
    public async Task A_delivery_is_shown_with_its_payload_its_attempts_and_the_last_stack()
    {
        await using var test = await PrepareAsync();

        var (text, json) = await DoneAsync(test, "deliveries show guild:1 9");

        text.ShouldContain("""data      {"n": 9}""");
        text.ShouldContain("5        2026-11-21T08:00:00Z  ScriptError  2.5      host:1/0  no such thing");
        text.ShouldEndWith("stack of the last one:\nat index.js:3");
        ((string?)json["state"]).ShouldBe("dead");
        (await RefusedAsync(test, "deliveries show guild:1 10")).ShouldBe("guild:1 has no delivery 10: it is done, was dropped, or never existed");
    }

    [DatabaseFact]
    public async Task Dead_letters_come_back_and_deliveries_go()
    {
        await using var test = await PrepareAsync();

        (await RefusedAsync(test, "deliveries replay guild:1 1")).ShouldBe("guild:1 has no parked or dead delivery with these ids");
        (await DoneAsync(test, "deliveries replay guild:1 --state dead")).Text.ShouldBe("1 delivery replayed");
        (await DoneAsync(test, "deliveries replay guild:1 --all")).Text.ShouldBe("no deliveries replayed");
        (await DoneAsync(test, "deliveries drop guild:1 1 2")).Text.ShouldBe("2 deliveries dropped");
        (await RefusedAsync(test, "deliveries drop guild:1 1")).ShouldBe("guild:1 has no delivery with these ids: they are done, were dropped, or never existed");
        (await DoneAsync(test, "deliveries drop guild:1 --all --yes")).Json["count"]!.GetValue<int>().ShouldBe(2);
        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task More_deliveries_than_one_statement_takes_are_all_dropped()
    {
        await using var test = await PrepareAsync();
        await test.ExecuteAsync($$"""
            insert into deliveries (slot, id, owner_type, owner_id, template, event_id, event, data, hops)
            select {{Guild.Slot}}, n, 'guild', '1', 'a', md5(random()::text)::uuid, 'message', '{}', 0 from generate_series(100, 2599) n
            """);

        (await DoneAsync(test, "deliveries drop guild:1 --all --yes")).Text.ShouldBe("2504 deliveries dropped");
    }

    [DatabaseFact]
    public async Task Lanes_are_shown_stopped_and_let_go_on()
    {
        await using var test = await PrepareAsync();

        (await DoneAsync(test, "lanes pause guild:1 a")).Text.ShouldBe("guild:1 a paused");
        (await DoneAsync(test, "lanes pause guild:1 a")).Text.ShouldBe("guild:1 a is already paused");
        (await DoneAsync(test, "lanes pause guild:1 --all")).Text.ShouldBe("guild:1 paused");
        var (text, json) = await DoneAsync(test, "lanes list guild:1");
        text.ShouldStartWith("guild:1 has been paused since 20");
        text.ShouldContain("a         3       0        1");
        ((int?)json["lanes"]![0]!["queued"]).ShouldBe(3);
        (await DoneAsync(test, "lanes resume guild:1 --all")).Text.ShouldBe("guild:1 resumed");
        (await DoneAsync(test, "lanes resume guild:1 a")).Json["changed"]!.GetValue<bool>().ShouldBeTrue();
        (await DoneAsync(test, "lanes resume guild:1 a")).Text.ShouldBe("guild:1 a is neither paused nor parked");
        (await RefusedAsync(test, "lanes pause guild:1 b")).ShouldBe("guild:1 has no template 'b', and no lane for it");
    }

    [DatabaseFact]
    public async Task Schedules_are_made_shown_listed_and_removed()
    {
        await using var test = await PrepareAsync();

        (await DoneAsync(test, "schedules set guild:1 daily --cron @daily --timezone Europe/Berlin --event report --data [1] --catch-up last")).Text
            .ShouldContain("timezone  Europe/Berlin");
        ((string?)(await DoneAsync(test, "schedules show guild:1 daily")).Json["event"]).ShouldBe("report");
        (await DoneAsync(test, "schedules list guild:1")).Text.ShouldContain("daily  @daily  Europe/Berlin  report  last");
        (await DoneAsync(test, "schedules remove guild:1 daily")).Text.ShouldBe("daily removed");
        (await RefusedAsync(test, "schedules show guild:1 daily")).ShouldBe("guild:1 has no schedule 'daily'");
        (await RefusedAsync(test, "schedules remove guild:1 daily")).ShouldBe("guild:1 has no schedule 'daily'");
    }

    [DatabaseFact]
    public async Task The_limits_of_the_configuration_hold_here_too()
    {
        await using var test = await PrepareAsync();
        var limits = new LimitOptions { Default = new TenantLimits { Schedules = 1, EventPayloadBytes = 8 } };

        (await AnswerAsync(test, "schedules set guild:1 a --cron @daily", limits)).ShouldBeOfType<Report.Done>();
        (await AnswerAsync(test, "schedules set guild:1 b --cron @daily", limits)).ShouldBeOfType<Report.Refused>()
            .Reason.ShouldBe("guild:1 has 1 schedules, the maximum (limits.schedules); nothing was stored");
        (await AnswerAsync(test, "schedules set guild:1 a --cron @daily --data [1,2,3,4]", limits)).ShouldBeOfType<Report.Refused>()
            .Reason.ShouldBe("--data has 9 bytes, more than 8 (limits.event_payload)");
    }

    [DatabaseFact]
    public async Task Policies_are_shown_set_and_reset()
    {
        await using var test = await PrepareAsync();

        (await DoneAsync(test, "policy show guild:1 a")).Text.ShouldContain("policy        default");
        (await DoneAsync(test, "policy set guild:1 a --max-attempts 8 --backoff-cap 10m")).Text.ShouldContain("max attempts  8");
        var (_, json) = await DoneAsync(test, "policy show guild:1 a");
        ((bool?)json["own"], (string?)json["backoff_cap"]).ShouldBe((true, "10m"));
        ((bool?)(await DoneAsync(test, "policy reset guild:1 a")).Json["own"]).ShouldBe(false);
        (await RefusedAsync(test, "policy set guild:1 b --max-attempts 8")).ShouldBe("guild:1 has no template 'b'");
    }

    [DatabaseFact]
    public async Task History_and_log_lines_are_listed_the_newest_first()
    {
        await using var test = await PrepareAsync();
        await test.ExecuteAsync("""
            insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, started_at, finished_at, wall_ms, cpu_ms, worker)
            select 'guild', '1', 'a', 2, md5(random()::text)::uuid, 'message', n, 1, 'done', now(), now() + n * interval '1 ms', 1.25, 1, 'host:1/0'
            from generate_series(1, 3) n
            """);
        await test.ExecuteAsync("""
            insert into logs (owner_type, owner_id, template, level, line, logged_at) values ('guild', '1', 'a', 'warn', 'careful', now())
            """);

        var (text, json) = await DoneAsync(test, "history guild:1 --limit 2");
        json["items"]!.AsArray().Select(item => (long)item!["delivery"]!).ShouldBe([3, 2]);
        text.ShouldContain("more: --after ");
        var next = text[(text.LastIndexOf(' ') + 1)..];
        (await DoneAsync(test, $"history guild:1 --after {next}")).Json["items"]!.AsArray().Select(item => (long)item!["delivery"]!).ShouldBe([1]);
        (await DoneAsync(test, "logs guild:1 --level warn")).Text.ShouldContain("careful");
        (await DoneAsync(test, "logs guild:1 --limit 1")).Text.ShouldContain("more: --to 20");
        (await DoneAsync(test, "logs guild:1 --level error")).Text.ShouldBe("none");
    }

    private static async Task<TestDatabase> PrepareAsync()
    {
        var test = await TestDatabase.CreateAsync();
        await new TemplateStore(test.Database).PublishAsync(
            Guild,
            new TemplateContent
            {
                Name = "a",
                Files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = "on('message', () => {})" },
                SettingsJson = "{}",
                Subscriptions = ["message"],
            },
            new TenantLimits(),
            CancellationToken.None);
        await test.ExecuteAsync(Given);
        await test.ExecuteAsync("select setval('deliveries_id_seq', 10000)");
        return test;
    }

    private static async Task<(string Text, JsonNode Json)> DoneAsync(TestDatabase test, string command)
    {
        var done = (await AnswerAsync(test, command, new LimitOptions())).ShouldBeOfType<Report.Done>();
        return (done.Text, JsonNode.Parse(done.Json)!);
    }

    private static async Task<string> RefusedAsync(TestDatabase test, string command) =>
        (await AnswerAsync(test, command, new LimitOptions())).ShouldBeOfType<Report.Refused>().Reason;

    private static Task<Report> AnswerAsync(TestDatabase test, string command, LimitOptions limits) => new OperatorCommands(
            test.Database, new AuditedStores(test.Database), new Actor("command line 'tester'", "here"), limits)
        .AnswerAsync(CommandParser.Parse(command.Split(' ')).ShouldBeAssignableTo<OperatorCommand>()!, CancellationToken.None);
}
