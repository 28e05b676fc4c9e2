using System.Text.Json.Nodes;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Auditing;

/// <summary>What each change by an operator leaves in the log; and that what changes nothing leaves nothing.</summary>
public sealed class AuditedStoresTests
{
    private const string Password = "0123456789abcdef";

    private static readonly Actor Actor = new("config token 'root'", "127.0.0.1");
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task Bans_and_lanes_are_recorded_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var stores = new AuditedStores(test.Database);
        for (var n = 0; n < 2; n++)
        {
            await stores.Bans.SetBannedAsync(Actor, Tenant, true, CancellationToken.None);
            await stores.Lanes.PauseAsync(Actor, Tenant, null, CancellationToken.None);
        }

        await stores.Bans.SetBannedAsync(Actor, Tenant, false, CancellationToken.None);
        await stores.Lanes.ResumeAsync(Actor, Tenant, null, CancellationToken.None);
        await stores.Lanes.ResumeAsync(Actor, Tenant, "none", CancellationToken.None);

        (await LinesAsync(stores)).ShouldBe(
        [
            """tenants.ban  {"banned":false} {"banned":true}""",
            """lanes.pause  {"paused":false} {"paused":true}""",
            """tenants.unban  {"banned":true} {"banned":false}""",
            """lanes.resume  {"paused":true} {"paused":false}""",
        ]);
    }

    [DatabaseFact]
    public async Task Templates_and_their_policies_are_recorded_with_what_was_there_before()
    {
        await using var test = await TestDatabase.CreateAsync();
        var stores = new AuditedStores(test.Database);
        await PublishAsync(stores, "1");
        await PublishAsync(stores, "1");
        await PublishAsync(stores, "2");
        await stores.Templates.ActivateAsync(Actor, Tenant, "greet", 1, CancellationToken.None);
        await stores.Templates.ActivateAsync(Actor, Tenant, "greet", 7, CancellationToken.None);
        await stores.Policies.WriteAsync(Actor, Tenant, "greet", new DeliveryPolicy { MaxAttempts = 2 }, CancellationToken.None);
        await stores.Policies.WriteAsync(Actor, Tenant, "greet", null, CancellationToken.None);
        await stores.Policies.WriteAsync(Actor, Tenant, "none", null, CancellationToken.None);
        await stores.Templates.DeleteAsync(Actor, Tenant, "greet", CancellationToken.None);
        await stores.Templates.DeleteAsync(Actor, Tenant, "greet", CancellationToken.None);

        const string Policy = """{"max_attempts":2,"backoff_base_ms":1000,"backoff_cap_ms":3600000,"on_exhausted":"skip"}""";
        (await LinesAsync(stores)).ShouldBe(
        [
            """templates.publish greet  {"active_version":1}""",
            """templates.publish greet {"active_version":1} {"active_version":2}""",
            """templates.activate greet {"active_version":2} {"active_version":1}""",
            $"policy.set greet  {Policy}",
            $"policy.reset greet {Policy} ",
            """templates.delete greet {"active_version":1} """,
        ]);
    }

    [DatabaseFact]
    public async Task Routes_are_recorded_without_their_secrets()
    {
        await using var test = await TestDatabase.CreateAsync();
        var stores = new AuditedStores(test.Database);
        var route = new ActionRoute { Name = "mail", Type = "mail.*", Url = "https://example.org", Secret = new Secret(Password) };
        await stores.Routes.WriteAsync(Actor, route, CancellationToken.None);
        await stores.Routes.WriteAsync(Actor, route with { Batch = 5, OldSecret = new Secret(Password) }, CancellationToken.None);
        (await stores.Routes.DeleteAsync(Actor, "mail", CancellationToken.None)).ShouldBeTrue();
        (await stores.Routes.DeleteAsync(Actor, "mail", CancellationToken.None)).ShouldBeFalse();

        var lines = (await stores.Log.ListAsync(new AuditFilter(), CancellationToken.None)).Reverse().ToList();

        lines.Select(line => $"{line.Action} {line.Subject}").ShouldBe(["routes.set mail", "routes.set mail", "routes.delete mail"]);
        lines[0].Before.ShouldBeNull();
        JsonNode.Parse(lines[1].After!)!["batch"]!.GetValue<int>().ShouldBe(5);
        lines[1].Before.ShouldBe(lines[0].After);
        lines[2].Before.ShouldBe(lines[1].After);
        string.Concat(lines.Select(line => line.Before + line.After)).ShouldNotContain(Password);
    }

    [DatabaseFact]
    public async Task Schedules_are_recorded_without_their_payloads()
    {
        await using var test = await TestDatabase.CreateAsync();
        var stores = new AuditedStores(test.Database);
        var content = new ScheduleContent
        {
            Cron = "@daily",
            TimeZone = "UTC",
            EventName = "day",
            DataJson = """{"password":"x"}""",
            CatchUp = CatchUp.None,
            Template = null,
            NextAt = null,
        };
        await stores.Schedules.WriteAsync(Actor, Tenant, "a", content, 1, CancellationToken.None);
        await stores.Schedules.WriteAsync(Actor, Tenant, "b", content, 1, CancellationToken.None);
        await stores.Schedules.DeleteAsync(Actor, Tenant, "a", CancellationToken.None);
        await stores.Schedules.DeleteAsync(Actor, Tenant, "a", CancellationToken.None);

        const string State = """{"cron":"@daily","timezone":"UTC","event":"day","template":null}""";
        (await LinesAsync(stores)).ShouldBe([$"schedules.set a  {State}", $"schedules.remove a {State} "]);
    }

    [DatabaseFact]
    public async Task Replays_drops_and_forgotten_keys_are_recorded_with_their_numbers()
    {
        await using var test = await TestDatabase.CreateAsync();
        var stores = new AuditedStores(test.Database);
        await test.ExecuteAsync($"""
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message)
            select 'guild', '1', n, 'greet', md5(n::text)::uuid, 'hello', '1', 1, 0, 0, now(), 'Error', 'no' from generate_series(1, 3) n;
            insert into actions (id, slot, owner_type, owner_id, template, channel, route, type, data, bytes, run_id, event_id, died_at)
            select md5(n::text)::uuid, {Tenant.Slot}, 'guild', '1', 'a', 'a', '', 't', '1', 1, md5('r')::uuid, md5('e')::uuid, now() from generate_series(1, 2) n;
            insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            values ('guild', '1', 'k', 'a', md5('e')::uuid, '\x00', array['a'], '1')
            """);
        var deliveries = new DeliveryFilter { Tenant = Tenant };
        await stores.Deliveries.ReplayAsync(Actor, deliveries with { Ids = [1] }, 100, CancellationToken.None);
        await stores.Deliveries.DropAsync(Actor, deliveries with { EventName = "hello" }, CancellationToken.None);
        await stores.Deliveries.DropAsync(Actor, deliveries with { EventName = "hello" }, CancellationToken.None);
        var actions = new ActionFilter { Tenant = Tenant };
        await stores.Actions.ReplayAsync(Actor, actions with { Type = "t" }, CancellationToken.None);
        await stores.Actions.DropAsync(Actor, actions, CancellationToken.None);
        await stores.Actions.DropAsync(Actor, actions, CancellationToken.None);
        await stores.IdempotencyKeys.ForgetAsync(Actor, Tenant, "k", CancellationToken.None);
        await stores.IdempotencyKeys.ForgetAsync(Actor, Tenant, "k", CancellationToken.None);

        (await LinesAsync(stores)).ShouldBe(
        [
            """deliveries.replay   {"count":1,"ids":[1]}""",
            """deliveries.drop   {"count":3,"event":"hello"}""",
            """actions.replay   {"count":2,"type":"t"}""",
            """actions.drop   {"count":2}""",
            "idempotency.clear k  ",
        ]);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(AuditedStores stores)
    {
        var lines = await stores.Log.ListAsync(new AuditFilter(), CancellationToken.None);
        lines.ShouldAllBe(line => line.Actor == Actor && line.Tenant == Tenant);
        return [.. lines.Reverse().Select(line => $"{line.Action} {line.Subject} {line.Before} {line.After}")];
    }

    private static Task<PublishOutcome> PublishAsync(AuditedStores stores, string source) => stores.Templates.PublishAsync(
        Actor, Tenant,
        new TemplateContent { Name = "greet", Files = new Dictionary<string, string>(StringComparer.Ordinal) { ["index.js"] = source }, SettingsJson = "{}", Subscriptions = ["hello"] },
        new TenantLimits(), CancellationToken.None);
}
