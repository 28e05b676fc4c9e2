using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

/// <summary>What handlers return for stored events, on both engines.</summary>
public sealed class EventResultTests
{
    private const string Results = "select concat_ws(' ', e.template, e.bytes, e.result, cardinality(e.actions)) from event_results e join history using (event_id) order by delivery";

    private const string Settings = """{"return": {"action": "reply"}}""";

    private static readonly TenantId Tenant = new("guild", "1");

    public static TheoryData<ScriptEngineKind> Engines => [.. RuntimeFixture.Engines];

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task Each_stored_event_has_what_its_handler_returned_and_sent_and_one_without_either_has_no_row(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(threads: 1, limits: new TenantLimits { KeptResultBytes = 10 }, engine: engine);
        await fixture.PublishAsync(
            Tenant, "a", "on('e', event => { if (event.data === 'send') actions.send('t', 1); else if (event.data !== 'none') return event.data; });", "e");
        foreach (var data in new[] { "one", "none", "too large by far", "send", "two" })
        {
            await fixture.AcceptAsync(Tenant, "e", data);
        }

        await fixture.AssignAsync(Tenant);
        await UntilDoneAsync(fixture);

        (await fixture.Test.ReadTextsAsync(Results)).ShouldBe(["a 5 \"one\"", "a 18", "a 1", "a 5 \"two\""]);
    }

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task What_a_handler_returns_for_a_stored_event_is_sent_as_an_action_when_the_settings_say_so(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(threads: 1, engine: engine);
        await fixture.PublishWithAsync(
            Settings, Tenant, "a", "on('e', event => { actions.send('own'); return event.data === 'none' ? undefined : event.data; });", "e");
        foreach (var data in new[] { "one", "none", null })
        {
            await fixture.AcceptAsync(Tenant, "e", data);
        }

        await fixture.AssignAsync(Tenant);
        await UntilDoneAsync(fixture);
        (await fixture.RunAsync(Tenant, "e", "a call")).ResultJson.ShouldBe("\"a call\"");

        (await fixture.Test.ReadTextsAsync("select concat_ws(' ', type, channel, data) from actions order by position"))
            .ShouldBe(["own a null", "reply a \"one\"", "own a null", "own a null", "reply a null", "own a null"]);
    }

    [DatabaseFact]
    public async Task A_returned_value_that_must_not_be_sent_fails_the_run_as_actions_send_does()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { SentActions = 1, ActionPayloadBytes = 1_024 });
        await fixture.PublishWithAsync(
            Settings, Tenant, "a", "on('e', event => { if (event.data) actions.send('own'); kv.set('k', 1); return 'x'.repeat(event.data ? 1 : 2000); });", "e");
        await new Storage.Policies.PolicyStore(fixture.Test.Database).WriteAsync(
            Tenant, "a", new Storage.Policies.DeliveryPolicy { MaxAttempts = 1 }, CancellationToken.None);
        await fixture.AcceptAsync(Tenant, "e", true);
        await fixture.AcceptAsync(Tenant, "e", false);

        await fixture.AssignAsync(Tenant);
        await UntilDoneAsync(fixture);

        (await fixture.Test.ReadTextsAsync("select reason || ': ' || message from dead_letters order by id")).ShouldBe(
        [
            "TooManyActions: A run may send at most 1 actions (limits.sent_actions).",
            "ActionTooLarge: An action's data may have at most 1024 bytes of JSON (limits.action_payload); this has 2002.",
        ]);
        (await fixture.Test.ReadAsync<long>("select (select count(*) from actions) + (select count(*) from tenant_kv)")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_run_that_fails_leaves_no_result()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => { actions.send('t', 1); throw new Error('no'); });", "e");
        await fixture.AcceptAsync(Tenant, "e");

        await fixture.AssignAsync(Tenant);
        await RuntimeFixture.UntilAsync(async () => await fixture.Test.ReadAsync<long>("select count(*) from history") == 1, () => "it never failed");

        (await fixture.Test.ReadAsync<long>("select count(*) from event_results")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Results_count_among_the_bytes_that_a_tenant_may_write_in_a_minute()
    {
        var limits = new TenantLimits { Rates = new() { WrittenBytes = 1 << 20 } };
        await using var fixture = await RuntimeFixture.CreateAsync(limits: limits);
        await fixture.PublishAsync(Tenant, "a", "on('e', () => 'x'.repeat(60000));", "e");
        for (var n = 0; n < 40; n++)
        {
            await fixture.AcceptAsync(Tenant, "e");
        }

        await fixture.AssignAsync(Tenant);

        await RuntimeFixture.UntilAsync(() => Task.FromResult(fixture.Runtime.Held.Count == 1), () => "the tenant is not held back");
        (await fixture.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBeGreaterThan(0);
    }

    [DatabaseFact]
    public async Task Deliveries_that_commits_settle_are_told_while_they_are_asked_for()
    {
        List<long> told = [];
        await using var fixture = await RuntimeFixture.CreateAsync(settled: ids =>
        {
            lock (told)
            {
                told.AddRange(ids);
            }
        });
        await fixture.PublishAsync(Tenant, "a", "on('e', () => 1);", "e");
        await fixture.AcceptAsync(Tenant, "e");
        await fixture.AssignAsync(Tenant);
        await UntilDoneAsync(fixture);
        told.ShouldBeEmpty();

        fixture.Runtime.TellsSettled = true;
        for (var n = 0; n < 5; n++)
        {
            await fixture.AcceptAsync(Tenant, "e");
        }

        await RuntimeFixture.UntilAsync(() => Task.FromResult(Count() == 5), () => $"only {Count()} were told");
        (await fixture.Test.ReadAsync<long[]>("select array_agg(delivery order by delivery) from (select delivery from history order by delivery desc limit 5) h"))
            .ShouldBe(told.Order());

        int Count()
        {
            lock (told)
            {
                return told.Count;
            }
        }
    }

    private static Task UntilDoneAsync(RuntimeFixture fixture) => RuntimeFixture.UntilAsync(
        async () => await fixture.Test.ReadAsync<long>("select count(*) from deliveries") == 0, () => "a delivery is still there");
}
