using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Runs.Tests.Lanes;

/// <summary>What a worker does when the database that it knows is replaced by an earlier one.</summary>
public sealed class LostDatabaseTests
{
    private const string Recorder = "on('e', event => { kv.set('order', [...(kv.get('order') ?? []), event.data]); return kv.increment('n'); });";

    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_sequence_that_was_set_back_stops_no_lane_and_its_events_run_in_order()
    {
        using var loggers = new CollectingLoggers();
        await using var fixture = await RuntimeFixture.CreateAsync(loggers: loggers);
        await fixture.PublishAsync(Tenant, "a", Recorder, "e");
        await fixture.AssignAsync(Tenant);
        await AcceptAsync(fixture, 1, 20);
        await RecordedAsync(fixture, 20);

        await fixture.Test.ExecuteAsync("select setval('deliveries_id_seq', 3)");
        await AcceptAsync(fixture, 21, 30);

        await RecordedAsync(fixture, 30);
        loggers.Lines.ShouldContain(line => line.Contains("Delivery ids went back from 20 to"));
    }

    [EmbeddedFact]
    public async Task A_standby_that_takes_over_without_the_last_transactions_runs_what_it_has_and_what_it_accepts_in_order()
    {
        await using var server = await OwnServer.StartAsync();
        await using var fixture = await RuntimeFixture.CreateAsync(on: await server.CreateDatabaseAsync());
        await fixture.PublishAsync(Tenant, "a", Recorder, "e");
        await fixture.AssignAsync(Tenant);
        await AcceptAsync(fixture, 1, 10);
        await RecordedAsync(fixture, 10);
        await server.CrashAsync();
        await server.KeepStateAsync();
        await server.RecoverAsync();
        await PatientlyAsync(() => AcceptAsync(fixture, 11, 11));
        await AcceptAsync(fixture, 12, 120);
        await RecordedAsync(fixture, 120);
        var before = await fixture.Test.ReadAsync<long>("select last_value from deliveries_id_seq");

        await server.CrashAsync();
        await server.ReturnToKeptStateAsync();
        await server.RecoverAsync();
        await PatientlyAsync(() => AcceptAsync(fixture, 11, 11));
        await AcceptAsync(fixture, 12, 20);

        (await fixture.Test.ReadAsync<long>("select last_value from deliveries_id_seq")).ShouldBeLessThan(before);
        await RecordedAsync(fixture, 20);
    }

    [DatabaseFact]
    public async Task A_run_that_had_read_before_a_connection_was_lost_is_not_committed_but_repeated()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "on('e', () => { kv.increment('n'); for (const end = Date.now() + 500; Date.now() < end;) {} });", "e");

        var running = fixture.RunAsync(Tenant, "e");
        await fixture.UntilRunningAsync(Tenant);
        new DeliveryFeed(fixture.Test.Database).NoteLoss();

        var report = await running;
        (report.Failure, report.Repeats).ShouldBe((null, 1));
        (await fixture.Test.ReadAsync<string>("select value::text from tenant_kv where key = 'n'")).ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_row_that_is_no_delivery_is_told_once_and_stops_no_lane()
    {
        using var loggers = new CollectingLoggers();
        await using var fixture = await RuntimeFixture.CreateAsync(loggers: loggers);
        await fixture.PublishAsync(Tenant, "a", Recorder, "e");
        await fixture.Test.ExecuteAsync(
            $"""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            values ({Tenant.Slot}, 'guild', E'77\n', 'a', gen_random_uuid(), 'e', '0'), ({Tenant.Slot}, 'guild', '2', 'a', gen_random_uuid(), 'e', '0');
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data, not_before)
            values ({Tenant.Slot}, 'guild', '1', 'far', gen_random_uuid(), 'e', '0', 'infinity');
            insert into lane_holds (owner_type, owner_id, template, kind, slot) values ('guild', E'77\n', 'a', 'paused', {Tenant.Slot});
            """);

        await fixture.AssignAsync(Tenant);
        await AcceptAsync(fixture, 1, 3);

        await RecordedAsync(fixture, 3);
        loggers.Lines.Count(line => line.Contains("is no delivery and is passed over")).ShouldBe(2);
    }

    private static async Task AcceptAsync(RuntimeFixture fixture, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            await fixture.AcceptAsync(Tenant, "e", number);
        }
    }

    // The first attempts meet connections of the server that is gone.
    private static Task PatientlyAsync(Func<Task> work)
    {
        var last = "";
        return RuntimeFixture.UntilAsync(
            async () =>
            {
                try
                {
                    await work();
                    return true;
                }
                catch (Storage.StorageException fault)
                {
                    last = fault.Message;
                    return false;
                }
            },
            () => last);
    }

    private static async Task RecordedAsync(RuntimeFixture fixture, int last)
    {
        string? found = null;
        var expected = $"[{string.Join(", ", Enumerable.Range(1, last))}]";
        await RuntimeFixture.UntilAsync(
            async () => (found = await fixture.Test.ReadAsync<string>("select value::text from tenant_kv where key = 'order'")) == expected,
            () => $"expected {expected}, found {found}");
    }
}
