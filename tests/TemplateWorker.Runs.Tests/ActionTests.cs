using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

/// <summary>The actions of runs, on both engines.</summary>
public sealed class ActionTests
{
    private const string Remedy = "See that they are taken, drop some, or ask the operator for a higher limit.";

    private static readonly TenantId Tenant = new("guild", "1");

    public static TheoryData<ScriptEngineKind> Engines => [.. RuntimeFixture.Engines];

    public static TheoryData<ScriptEngineKind, string, string, string> Breaches()
    {
        (string Code, string Reason, string Message)[] breaches =
        [
            ("for (let i = 0; ; i++) actions.send('a');", "TooManyActions", "A run may send at most 5 actions (limits.sent_actions)."),
            ("actions.send('a', 'é'.repeat(400));", "ActionTooLarge", "An action's data may have at most 700 bytes of JSON (limits.action_payload); this has 802."),
            ("for (let i = 0; i < 4; i++) actions.send('a');", "QuotaExceeded",
                "The tenant keeps 3 waiting actions, and 1 more, 'a', would exceed limits.waiting_actions (3). " + Remedy),
            ("actions.send('a', 'x'.repeat(500)); actions.send('b', 'x'.repeat(500));", "QuotaExceeded",
                "The tenant keeps 502 bytes of waiting actions, and 502 more, of 'b', would exceed limits.waiting_action_bytes (1000). " + Remedy),
        ];
        var data = new TheoryData<ScriptEngineKind, string, string, string>();
        foreach (var engine in RuntimeFixture.Engines)
        {
            foreach (var (code, reason, message) in breaches)
            {
                data.Add(engine, code, reason, message);
            }
        }

        return data;
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task A_run_sends_its_actions_when_it_commits(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(engine: engine);
        await fixture.PublishAsync(
            Tenant, "a", "on('e', () => [actions.send('mail', { n: 1n }), actions.send('chat', null, { channel: 'c', delay: 3_600_000 })]);", "e");

        var result = (await fixture.RunAsync(Tenant, "e")).ResultJson;

        var ids = await fixture.Test.ReadTextsAsync("select id::text from actions order by position");
        result.ShouldBe($"[\"{ids[0]}\",\"{ids[1]}\"]");
        (await fixture.Test.ReadTextsAsync("select concat_ws(' ', template, channel, type, data, due_at is null) from actions order by position"))
            .ShouldBe(["a a mail {\"n\":{\"$type\":\"bigint\",\"value\":\"1\"}} t", "a c chat null f"]);
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task A_run_that_fails_sends_nothing(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(engine: engine);
        await fixture.PublishAsync(Tenant, "a", "on('e', () => { actions.send('mail'); throw new Error('no'); });", "e");

        (await fixture.RunAsync(Tenant, "e")).Failure!.Reason.ShouldBe("ScriptError");

        (await CountAsync(fixture)).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_run_that_is_repeated_after_a_conflict_sends_once()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(
            Tenant, "a", "on('e', () => { const n = kv.get('k'); actions.send('mail', n); for (const end = Date.now() + 500; Date.now() < end;) {} });", "e");

        var running = fixture.RunAsync(Tenant, "e");
        await fixture.UntilRunningAsync(Tenant);
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '7')");
        (await running).Repeats.ShouldBe(1);

        (await fixture.Test.ReadTextsAsync("select data::text from actions")).ShouldBe(["7"]);
    }

    [DatabaseTheory]
    [MemberData(nameof(Breaches))]
    public async Task A_run_that_breaches_a_limit_ends_with_its_reason_and_sends_nothing(ScriptEngineKind engine, string code, string reason, string message)
    {
        var limits = new TenantLimits
        {
            SentActions = reason == "TooManyActions" ? 5 : 100,
            ActionPayloadBytes = 700,
            WaitingActions = reason == "TooManyActions" ? 100 : 3,
            WaitingActionBytes = 1_000,
        };
        await using var fixture = await RuntimeFixture.CreateAsync(limits: limits, engine: engine);
        await fixture.PublishAsync(Tenant, "a", $"on('e', () => {{ try {{ {code} }} catch {{ }} }});", "e");

        var failure = (await fixture.RunAsync(Tenant, "e")).Failure!;

        (failure.Reason, failure.Message).ShouldBe((reason, message));
        (await CountAsync(fixture)).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task What_was_taken_makes_room_again()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { WaitingActions = 2 });
        await fixture.PublishAsync(Tenant, "a", "on('e', () => actions.send('mail') && 1);", "e");

        (await fixture.RunAsync(Tenant, "e")).Failure.ShouldBeNull();
        (await fixture.RunAsync(Tenant, "e")).Failure.ShouldBeNull();
        (await fixture.RunAsync(Tenant, "e")).Failure!.Reason.ShouldBe("QuotaExceeded");
        await fixture.Test.ExecuteAsync("delete from actions where position = (select min(position) from actions)");
        (await fixture.RunAsync(Tenant, "e")).Failure.ShouldBeNull();
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task A_key_that_is_known_answers_the_id_of_the_first_action(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(engine: engine);
        await fixture.PublishAsync(Tenant, "a", "on('e', () => [actions.send('x', 1, { key: 'k' }), actions.send('y', 2, { key: 'k' })]);", "e");

        var first = (await fixture.RunAsync(Tenant, "e")).ResultJson;
        var second = (await fixture.RunAsync(Tenant, "e")).ResultJson;

        var id = await fixture.Test.ReadAsync<Guid>("select id from actions");
        (first, second).ShouldBe(($"[\"{id}\",\"{id}\"]", first));
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task An_action_is_cancelled_in_its_own_run_and_in_a_later_one_but_not_twice(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(engine: engine);
        await fixture.PublishAsync(
            Tenant,
            "a",
            """
            on('own', () => { const id = actions.send('x'); return [actions.cancel(id), actions.cancel(id)]; });
            on('send', () => actions.send('x'));
            on('cancel', event => [actions.cancel(event.data), actions.cancel(event.data)]);
            """,
            "own",
            "send",
            "cancel");

        (await fixture.RunAsync(Tenant, "own")).ResultJson.ShouldBe("[true,false]");
        var id = (await fixture.RunAsync(Tenant, "send")).ResultJson;
        (await CountAsync(fixture)).ShouldBe(1);
        (await fixture.RunAsync(Tenant, "cancel", System.Text.Json.JsonSerializer.Deserialize<string>(id!))).ResultJson.ShouldBe("[true,false]");
        (await CountAsync(fixture)).ShouldBe(0);
        (await fixture.RunAsync(Tenant, "cancel", "no")).Failure!.Message
            .ShouldBe("TypeError: actions.cancel: the id must be a UUID, as actions.send returns it");
    }

    [DatabaseFact]
    public async Task Deliveries_of_a_lane_that_share_a_commit_send_their_actions_in_order()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', event => { actions.send('x', event.data); if (event.data === 3) throw new Error('no'); });", "e");
        for (var n = 0; n < 6; n++)
        {
            await fixture.AcceptAsync(Tenant, "e", n);
        }

        await fixture.Test.ExecuteAsync(
            "insert into template_policies values ('guild', '1', 'a', 1, '1 s', '1 s', 'skip')");
        fixture.Runtime.NoteChanged(Tenant);
        await fixture.AssignAsync(Tenant);

        await RuntimeFixture.UntilAsync(async () => await CountAsync(fixture) == 5, () => "not all actions were sent");
        (await fixture.Test.ReadTextsAsync("select data::text from actions order by position")).ShouldBe(["0", "1", "2", "4", "5"]);
    }

    private static Task<long> CountAsync(RuntimeFixture fixture) => fixture.Test.ReadAsync<long>("select count(*) from actions");
}
