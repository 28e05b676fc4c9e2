using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Policies;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

public sealed class QuotaTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_run_that_would_keep_too_much_ends_with_the_quota_in_its_message_and_writes_nothing()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { Keys = 2 });
        await fixture.PublishAsync(
            Tenant, "a", "on('fill', e => { for (let i = 0; i < e.data; i++) kv.set('k' + i, i); }); on('clear', () => kv.delete('k0'));", "fill", "clear");
        (await fixture.RunAsync(Tenant, "fill", 2)).Failure.ShouldBeNull();

        var refused = (await fixture.RunAsync(Tenant, "fill", 3, key: "once")).Failure.ShouldNotBeNull();

        refused.Reason.ShouldBe("QuotaExceeded");
        refused.Message.ShouldStartWith("The tenant keeps 2 keys, and 1 more would exceed limits.keys (2). Delete keys");
        (await fixture.Test.ReadTextsAsync("select key from tenant_kv order by key")).ShouldBe(["k0", "k1"]);
        (await fixture.Test.ReadTextsAsync("select concat_ws(' ', outcome, reason) from history")).ShouldBe(["failed QuotaExceeded"]);
        (await fixture.Test.ReadAsync<long>("select count(*) from idempotency_keys")).ShouldBe(0, "the same call may succeed later");
        (await fixture.RunAsync(Tenant, "clear")).Failure.ShouldBeNull();
        (await fixture.RunAsync(Tenant, "fill", 2)).Failure.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_delivery_whose_run_would_keep_too_much_is_tried_again_and_done_once_there_is_room()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { Keys = 1 });
        await fixture.PublishAsync(Tenant, "a", "on('e', () => kv.set('new', 1));", "e");
        await PolicyAsync(fixture, new DeliveryPolicy { MaxAttempts = 100, BackoffBase = TimeSpan.FromMilliseconds(10), BackoffCap = TimeSpan.FromMilliseconds(50) });
        await fixture.Test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'old', '1');
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes) values ('guild', '1', 'keys', 1, 256)
            """);
        await fixture.AssignAsync(Tenant);
        await fixture.AcceptAsync(Tenant, "e");
        await RuntimeFixture.UntilAsync(
            () => fixture.Test.ReadAsync<bool>("select exists (select from history where outcome = 'retry' and reason = 'QuotaExceeded')"), () => "no attempt failed");

        await new Storage.KeyValue.KeyValueStore(fixture.Test.Database).DeleteAsync(Tenant, new(Storage.KeyValue.Scopes.None, "old"), CancellationToken.None);

        await RuntimeFixture.UntilAsync(
            () => fixture.Test.ReadAsync<bool>("select not exists (select from deliveries) and exists (select from tenant_kv where key = 'new')"),
            () => "the delivery is not done");
    }

    [DatabaseFact]
    public async Task A_delivery_that_would_be_a_dead_letter_too_many_parks_its_lane_until_there_is_room()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { DeadLetters = 1 });
        await fixture.PublishAsync(Tenant, "a", "on('e', e => { throw new Error('no ' + e.data); });", "e");
        await PolicyAsync(fixture, new DeliveryPolicy { MaxAttempts = 1 });
        await fixture.AssignAsync(Tenant);
        foreach (var n in Enumerable.Range(1, 3))
        {
            await fixture.AcceptAsync(Tenant, "e", n);
        }

        await RuntimeFixture.UntilAsync(
            () => fixture.Test.ReadAsync<bool>("select exists (select from lane_holds where kind = 'parked')"), () => "the lane is not parked");

        (await fixture.Test.ReadTextsAsync("select concat_ws(' ', reason, data) from dead_letters")).ShouldBe(["ScriptError 1"]);
        (await fixture.Test.ReadTextsAsync("select data::text from deliveries order by id")).ShouldBe(["2", "3"]);
        var message = await fixture.Test.ReadAsync<string>("select concat_ws(': ', reason, message) from lane_holds");
        message.ShouldStartWith("QuotaExceeded: The tenant keeps 1 dead letters, and 1 more would exceed limits.dead_letters (1).");
        message.ShouldContain("The last failure was ScriptError: Error: no 2");
        (await fixture.Test.ReadTextsAsync("select concat_ws(' ', outcome, reason) from history order by finished_at"))
            .ShouldBe(["dead ScriptError", "parked ScriptError"]);
    }

    private static Task<bool> PolicyAsync(RuntimeFixture fixture, DeliveryPolicy policy) =>
        new PolicyStore(fixture.Test.Database).WriteAsync(Tenant, "a", policy, CancellationToken.None);
}
