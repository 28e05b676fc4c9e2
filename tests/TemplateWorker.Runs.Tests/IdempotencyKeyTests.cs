using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

/// <summary>What a key of an immediate call and of an emitted event remembers.</summary>
public sealed class IdempotencyKeyTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseTheory]
    [InlineData("events.emit('x');", "QueueFull")]
    [InlineData("for (;;) {}", "CpuLimit")]
    [InlineData("kv.set('k', 'x'.repeat(3000));", "ValueTooLarge")]
    [InlineData("kv.get('broken');", "InternalFault")]
    public async Task A_refusal_of_the_platform_is_not_remembered_under_the_key(string failing, string reason)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(
            limits: new TenantLimits { QueuedDeliveries = 0, CpuTime = TimeSpan.FromMilliseconds(300), ValueBytes = 2_000 });
        await fixture.PublishAsync(Tenant, "a", $"on('e', () => {{ if (!kv.get('cured')) {{ {failing} }} return 'well'; }}); on('x', () => 1);", "e", "x");
        await fixture.Test.ExecuteAsync(
            "insert into tenant_kv (owner_type, owner_id, key, value, created_at) values ('guild', '1', 'broken', '1', '4713-01-02 BC')");

        (await fixture.RunAsync(Tenant, "e", key: "once")).Failure!.Reason.ShouldBe(reason);
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'cured', 'true')");

        await RuntimeFixture.UntilAsync(
            async () => (await fixture.RunAsync(Tenant, "e", key: "once")).ResultJson == "\"well\"", () => "the old failure is answered for ever");
    }

    [DatabaseFact]
    public async Task Of_several_templates_those_that_ended_by_themselves_are_remembered_and_only_the_others_run_again()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { ValueBytes = 100 });
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.set('big', 'x'.repeat(kv.increment('size', 0) || 1000)));", "e");
        await fixture.PublishAsync(Tenant, "b", "on('e', () => kv.increment('b'));", "e");
        await fixture.PublishAsync(Tenant, "c", "on('e', () => { throw new Error('always'); });", "e");

        var first = (await fixture.SendAsync(Tenant, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'size', '5')");
        var second = (await fixture.SendAsync(Tenant, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();
        var third = (await fixture.SendAsync(Tenant, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();

        first.Runs.Select(run => run.Failure?.Reason).ShouldBe(["ValueTooLarge", null, "ScriptError"]);
        second.Runs.Select(run => run.Failure?.Reason).ShouldBe([null, null, "ScriptError"]);
        second.Runs[1].ResultJson.ShouldBe("1");
        (third.EventId, second.EventId).ShouldBe((first.EventId, first.EventId));
        third.Runs.Select(run => run.Template).ShouldBe(["a", "b", "c"]);
    }

    [DatabaseFact]
    public async Task An_emitted_key_that_is_known_answers_the_id_of_the_first_event()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(
            Tenant, "a", "on('e', () => [events.emit('x', 1, { key: 'k' }), events.emit('x', 2, { key: 'k' })]); on('x', () => 1);", "e", "x");

        var first = (await fixture.RunAsync(Tenant, "e")).ResultJson;
        var second = (await fixture.RunAsync(Tenant, "e")).ResultJson;

        var id = await fixture.Test.ReadAsync<Guid>("select event_id from deliveries");
        first.ShouldBe($"[\"{id}\",\"{id}\"]");
        second.ShouldBe(first);
        (await fixture.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_key_that_was_taken_during_the_run_repeats_the_run()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(
            Tenant, "a", "on('e', () => { const id = events.emit('x', 1, { key: 'k' }); for (const end = Date.now() + 500; Date.now() < end;) {} return id; }); on('x', () => 1);", "e", "x");
        var other = Guid.NewGuid();

        var running = fixture.RunAsync(Tenant, "e");
        await fixture.UntilRunningAsync(Tenant);
        await fixture.Test.ExecuteAsync(
            $"insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries) values ('guild', '1', 'k', '{other}', '\\x00', 0)");

        var report = await running;
        (report.ResultJson, report.Repeats).ShouldBe(($"\"{other}\"", 1));
    }
}
