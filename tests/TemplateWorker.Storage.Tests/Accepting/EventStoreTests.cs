using System.Text;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Accepting;

public sealed class EventStoreTests
{
    [DatabaseFact]
    public async Task An_event_becomes_one_delivery_for_each_template_that_subscribes_to_it()
    {
        await using var world = await LaneWorld.CreateAsync();
        var given = Event(Guild);

        var accepted = await world.StoreAsync(given);

        accepted.EventId.ShouldBe(given.EventId);
        accepted.Deliveries.ShouldBe(2);
        accepted.Ready.Select(delivery => delivery.Template).ShouldBe(["a", "b"]);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', slot, id, owner_id, template, event, data, attempt) from deliveries order by id"))
            .ShouldBe(accepted.Ready.Select(delivery => $"{Guild.Slot} {delivery.Id} 1 {delivery.Template} message {Encoding.UTF8.GetString(given.Data.Span)} 0"));
    }

    [DatabaseFact]
    public async Task An_event_that_nobody_subscribes_to_is_accepted_and_not_stored()
    {
        await using var world = await LaneWorld.CreateAsync();

        (await world.StoreAsync(Event(Other, "join"))).Deliveries.ShouldBe(0);

        (await world.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_template_that_is_published_anew_gets_the_events_of_its_new_version_only()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.PublishAsync(Guild, "a", "join");

        (await world.StoreAsync(Event(Guild))).Ready.ShouldHaveSingleItem().Template.ShouldBe("b");
        (await world.StoreAsync(Event(Guild, "join"))).Ready.Select(delivery => delivery.Template).ShouldBe(["a", "b"]);
    }

    [DatabaseFact]
    public async Task The_deliveries_of_one_call_have_ascending_ids_in_the_order_of_its_events_and_each_names_the_one_before_it()
    {
        await using var world = await LaneWorld.CreateAsync();
        var before = await world.StoreAsync(Event(Other));

        var outcomes = await world.AcceptAsync(Event(Guild), Event(Other), Event(Guild), Event(Other));

        var accepted = outcomes.Cast<AcceptOutcome.Accepted>().ToArray();
        accepted.SelectMany(outcome => outcome.Ready).Select(delivery => delivery.Id).ShouldBeInOrder();
        accepted[0].Ready.ShouldAllBe(delivery => delivery.Priors!.Count == 0);
        accepted[1].Ready[0].Priors.ShouldBe([before.Ready[0].Id]);
        accepted[2].Ready[0].Priors.ShouldBe([accepted[0].Ready[0].Id]);
        accepted[3].Ready[0].Priors.ShouldBe([accepted[1].Ready[0].Id]);
    }

    [DatabaseFact]
    public async Task A_key_that_is_used_again_for_the_same_event_answers_the_first_id_and_stores_nothing()
    {
        await using var world = await LaneWorld.CreateAsync();
        var first = await world.StoreAsync(Event(Guild, key: "k"));

        var repeated = (await world.AcceptAsync(Event(Guild, key: "k")))[0].ShouldBeOfType<AcceptOutcome.Repeated>();

        (repeated.EventId, repeated.Deliveries).ShouldBe((first.EventId, 2));
        (await world.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(2);
        (await world.AcceptAsync(Event(Guild, key: "k") with { RequestHash = [9] }))[0].ShouldBeOfType<AcceptOutcome.KeyReused>();
        (await world.AcceptAsync(Event(Other, key: "k")))[0].ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [DatabaseFact]
    public async Task A_key_that_stands_twice_in_one_call_is_stored_once()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.AcceptAsync(Event(Guild, key: "k"), Event(Guild, key: "k"), Event(Guild, key: "k") with { RequestHash = [9] });

        var first = outcomes[0].ShouldBeOfType<AcceptOutcome.Accepted>();
        outcomes[1].ShouldBeOfType<AcceptOutcome.Repeated>().EventId.ShouldBe(first.EventId);
        outcomes[2].ShouldBeOfType<AcceptOutcome.KeyReused>();
        (await world.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task Of_callers_that_use_one_key_at_the_same_moment_one_stores_the_event_and_all_get_its_id()
    {
        await using var world = await LaneWorld.CreateAsync();

        for (var round = 0; round < 20; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.AcceptAsync(Event(Other, key: $"k{round}"))));

            var ids = outcomes.Select(outcome => outcome[0] switch
            {
                AcceptOutcome.Accepted accepted => accepted.EventId,
                AcceptOutcome.Repeated repeated => repeated.EventId,
                var other => throw new InvalidOperationException($"{other}"),
            });
            ids.Distinct().Count().ShouldBe(1);
        }

        (await world.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(20);
    }

    [DatabaseFact]
    public async Task A_banned_tenants_event_is_refused_and_its_neighbours_in_the_call_are_stored()
    {
        await using var world = await LaneWorld.CreateAsync();
        await new TenantStateStore(world.Database).SetBannedAsync(Guild, true, CancellationToken.None);

        var outcomes = await world.AcceptAsync(Event(Guild), Event(Other));

        outcomes[0].ShouldBeOfType<AcceptOutcome.Banned>();
        outcomes[1].ShouldBeOfType<AcceptOutcome.Accepted>().Deliveries.ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_queue_takes_exactly_as_many_deliveries_as_it_may()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.AcceptAsync([.. Enumerable.Range(0, 5).Select(_ => Event(Guild, maxQueued: 6))]);

        outcomes.Take(3).ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
        outcomes.Skip(3).ShouldAllBe(outcome => outcome is AcceptOutcome.QueueFull);
        var full = (await world.AcceptAsync(Event(Guild, maxQueued: 6)))[0].ShouldBeOfType<AcceptOutcome.QueueFull>();
        (full.Queued, full.Limit).ShouldBe((6, 6));
        (await world.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(6);
    }

    [DatabaseFact]
    public async Task All_or_nothing_stores_nothing_when_one_event_is_refused()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.StoreAsync(Event(Guild, key: "used"));

        var outcomes = await world.Events.AcceptAsync(
            [Event(Other, key: "fresh"), Event(Guild, key: "used") with { RequestHash = [9] }], AcceptMode.AllOrNothing, 0, CancellationToken.None);

        outcomes[0].ShouldBeOfType<AcceptOutcome.Undone>();
        outcomes[1].ShouldBeOfType<AcceptOutcome.KeyReused>();
        (await world.Test.ReadAsync<long>("select count(*) from deliveries where owner_id = '2'")).ShouldBe(0);
        (await world.AcceptAsync(Event(Other, key: "fresh")))[0].ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [DatabaseFact]
    public async Task A_delayed_event_waits_in_a_table_of_its_own_and_counts_as_queued()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.AcceptAsync(
            Event(Other) with { Delay = TimeSpan.FromHours(1) },
            Event(Other) with { NotBefore = TimeProvider.System.GetUtcNow().AddHours(2) },
            Event(Other) with { NotBefore = TimeProvider.System.GetUtcNow().AddHours(-2) });

        outcomes.Cast<AcceptOutcome.Accepted>().Select(outcome => (outcome.Deliveries, outcome.Ready.Count)).ShouldBe([(1, 0), (1, 0), (1, 1)]);
        (await world.Test.ReadAsync<long>("select count(*) from delayed_deliveries where due_at > now() + interval '50 minutes'")).ShouldBe(2);
        (await world.AcceptAsync(Event(Other, maxQueued: 3)))[0].ShouldBeOfType<AcceptOutcome.QueueFull>().Queued.ShouldBe(3);
    }

    [DatabaseFact]
    public async Task A_key_of_an_event_that_nothing_subscribes_to_is_not_used_up()
    {
        await using var world = await LaneWorld.CreateAsync();
        var unheard = Event(Other, "unheard", key: "k");
        (await world.AcceptAsync(unheard, unheard)).ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
        (await world.CountAsync("accepted_events")).ShouldBe(0);
        await world.PublishAsync(Other, "hears", "unheard");

        (await world.StoreAsync(unheard)).Deliveries.ShouldBe(1);

        (await world.AcceptAsync(unheard))[0].ShouldBe(new AcceptOutcome.Repeated(unheard.EventId, 1));
    }

    [DatabaseFact]
    public async Task A_refused_event_does_not_use_up_its_key()
    {
        await using var world = await LaneWorld.CreateAsync();
        (await world.AcceptAsync(Event(Guild, key: "k", maxQueued: 1)))[0].ShouldBeOfType<AcceptOutcome.QueueFull>();
        await new TenantStateStore(world.Database).SetBannedAsync(Other, true, CancellationToken.None);
        (await world.AcceptAsync(Event(Other, key: "k")))[0].ShouldBeOfType<AcceptOutcome.Banned>();
        await new TenantStateStore(world.Database).SetBannedAsync(Other, false, CancellationToken.None);

        (await world.AcceptAsync(Event(Guild, key: "k"), Event(Other, key: "k"))).ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
    }

    [DatabaseFact]
    public async Task An_event_that_becomes_no_delivery_is_accepted_though_the_queue_is_full_and_so_is_a_repeated_one()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.StoreAsync(Event(Other, key: "k", maxQueued: 1));

        var outcomes = await world.AcceptAsync(
            Event(Other, maxQueued: 1), Event(Other, "unheard", maxQueued: 1), Event(Other, key: "k", maxQueued: 1));

        outcomes.Select(outcome => outcome.GetType().Name).ShouldBe(["QueueFull", "Accepted", "Repeated"]);
    }

    [DatabaseFact]
    public async Task What_was_worked_off_makes_room_and_what_others_store_takes_it()
    {
        await using var test = await LaneWorld.CreateAsync();
        var clock = new FakeTimeProvider();
        var store = new EventStore(test.Database, clock);
        for (var number = 0; number < 20; number++)
        {
            (await AcceptAsync()).ShouldBeOfType<AcceptOutcome.Accepted>();
        }

        (await AcceptAsync()).ShouldBe(new AcceptOutcome.QueueFull(20, 20));
        await test.Test.ExecuteAsync("delete from deliveries where id in (select id from deliveries order by id limit 5)");
        clock.Advance(QueueAllowance.FullTime);
        (await AcceptAsync()).ShouldBeOfType<AcceptOutcome.Accepted>().Queued.ShouldBe(15);

        await test.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message') from generate_series(1, 4)");
        clock.Advance(QueueAllowance.GrantTime);
        (await AcceptAsync()).ShouldBe(new AcceptOutcome.QueueFull(20, 20));

        async Task<AcceptOutcome> AcceptAsync() => (await store.AcceptAsync(
            [Event(Other, maxQueued: 20)], AcceptMode.EachAlone, 0, CancellationToken.None))[0];
    }

    [DatabaseFact]
    public async Task A_long_queue_is_not_counted_for_every_event()
    {
        await using var world = await LaneWorld.CreateAsync();

        var counted = new List<bool>();
        for (var number = 0; number < 100; number++)
        {
            counted.Add((await world.StoreAsync(Event(Other))).Queued is not null);
        }

        counted.ShouldBe([true, .. Enumerable.Repeat(false, 99)]);
    }

    [DatabaseFact]
    public async Task The_prior_deliveries_are_those_above_the_bound_and_only_told_who_wants_them()
    {
        await using var world = await LaneWorld.CreateAsync();
        var first = (await world.StoreAsync(Event(Other))).Ready[0];

        (await PriorsAsync(Event(Other), first.Id)).ShouldBe([]);
        (await PriorsAsync(Event(Other) with { WantsPriors = false }, 0)).ShouldBe([]);
        (await PriorsAsync(Event(Other), first.Id)).ShouldBe([first.Id + 2, first.Id + 1]);

        async Task<IReadOnlyList<long>?> PriorsAsync(NewEvent given, long bound) => ((AcceptOutcome.Accepted)(await world.Events.AcceptAsync(
            [given], AcceptMode.EachAlone, bound, CancellationToken.None))[0]).Ready[0].Priors;
    }

    [DatabaseFact]
    public async Task Of_a_lane_with_many_deliveries_it_is_only_told_that_it_must_be_read()
    {
        await using var world = await LaneWorld.CreateAsync();
        for (var i = 0; i < AcceptedDelivery.MostPriors; i++)
        {
            await world.StoreAsync(Event(Other));
        }

        (await world.StoreAsync(Event(Other))).Ready[0].Priors!.Count.ShouldBe(AcceptedDelivery.MostPriors);
        (await world.StoreAsync(Event(Other))).Ready[0].Priors.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Keys_are_forgotten_after_a_day_the_oldest_first()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.AcceptAsync(Event(Other, key: "old"), Event(Other, key: "older"), Event(Other, key: "new"));
        await world.Test.ExecuteAsync("update accepted_events set created_at = now() - interval '25 hours' where key = 'old'");
        await world.Test.ExecuteAsync("update accepted_events set created_at = now() - interval '26 hours' where key = 'older'");
        var store = new IdempotencyStore(world.Database);

        (await store.DeleteExpiredAsync(TimeSpan.FromHours(24), 1, CancellationToken.None)).ShouldBe(1);
        (await world.Test.ReadTextsAsync("select key from accepted_events order by key")).ShouldBe(["new", "old"]);
        (await store.DeleteExpiredAsync(TimeSpan.FromHours(24), 10, CancellationToken.None)).ShouldBe(1);
        (await world.Test.ReadTextsAsync("select key from accepted_events order by key")).ShouldBe(["new"]);
    }

    [DatabaseFact]
    public async Task Ten_thousand_events_are_stored_in_one_call_in_their_order()
    {
        await using var world = await LaneWorld.CreateAsync();

        var outcomes = await world.Events.AcceptAsync(
            [.. Enumerable.Range(0, EventStore.MaxEvents).Select(number => Event(number % 3 == 0 ? Guild : Other, n: number, maxQueued: 100_000))],
            AcceptMode.AllOrNothing,
            0,
            CancellationToken.None);

        outcomes.ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
        outcomes.Cast<AcceptOutcome.Accepted>().SelectMany(outcome => outcome.Ready).Select(ready => ready.Id).ShouldBeInOrder();
        (await world.Test.ReadTextsAsync("select data ->> 'n' from deliveries where template = 'a' order by id"))
            .ShouldBe(Enumerable.Range(0, EventStore.MaxEvents).Select(number => $"{number}"));
    }
}
