using System.Text;
using Npgsql;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Feeding;

public sealed class DeliveryFeedTests
{
    [DatabaseFact]
    public async Task Deliveries_are_read_by_slot_and_by_lane_in_the_order_of_their_ids()
    {
        await using var world = await LaneWorld.CreateAsync();
        var feed = new DeliveryFeed(world.Database);
        var ids = new List<AcceptOutcome.Accepted>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await world.StoreAsync(Event(Guild)));
            await world.StoreAsync(Event(Other));
        }

        var all = ids.SelectMany(accepted => accepted.Ready).Select(delivery => delivery.Id).ToArray();
        var ofB = ids.Select(accepted => accepted.Ready[1].Id).ToArray();
        (await feed.ReadTailsAsync([new SlotCursor(Guild.Slot, all[1])], 4, CancellationToken.None)).Deliveries.Select(delivery => delivery.Id).ShouldBe(all[2..6]);
        (await feed.ReadLanesAsync([new LaneCursor(new LaneName(Guild, "b"), ofB[0], 3)], CancellationToken.None))
            .Deliveries.Select(delivery => delivery.Id).ShouldBe(ofB[1..4]);
        var read = (await feed.ReadAsync([new DeliveryPlace(Guild.Slot, all[0]), new DeliveryPlace(Guild.Slot, 1_000_000)], CancellationToken.None))
            .Deliveries.ShouldHaveSingleItem();
        (read.Tenant, read.Template, read.Event.Name, Encoding.UTF8.GetString(read.Event.Data.Span), read.Attempt, read.Wait).ShouldBe((Guild, "a", "message", """{"n":1}""", 0, TimeSpan.Zero));
    }

    [DatabaseFact]
    public async Task What_is_left_of_parts_that_were_read_before_is_told_by_slot_and_by_lane()
    {
        await using var world = await LaneWorld.CreateAsync();
        var feed = new DeliveryFeed(world.Database);
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            ids.AddRange((await world.StoreAsync(Event(Guild))).Ready.Select(delivery => delivery.Id));
            await world.StoreAsync(Event(Other));
        }

        (await feed.ReadPassedAsync([new SlotRange(Guild.Slot, ids[0], ids[3])], CancellationToken.None))
            .ShouldBe(ids[1..4].Select(id => new DeliveryPlace(Guild.Slot, id)));
        (await feed.ReadPassedAsync([new LaneRange(new LaneName(Guild, "b"), ids[1], ids[5])], CancellationToken.None))
            .ShouldBe([new DeliveryPlace(Guild.Slot, ids[3]), new DeliveryPlace(Guild.Slot, ids[5])]);
    }

    [DatabaseFact]
    public async Task Of_many_slots_those_that_have_something_are_told_with_what_comes_first()
    {
        await using var world = await LaneWorld.CreateAsync();
        var feed = new DeliveryFeed(world.Database);
        await world.StoreAsync(Event(Guild));
        var second = (await world.StoreAsync(Event(Guild))).Ready;
        var cursors = Enumerable.Range(0, TenantId.SlotCount).Select(slot => new SlotCursor(slot, slot == Guild.Slot ? second[0].Id - 1 : 0)).ToArray();

        (await feed.ReadHeadsAsync(cursors, CancellationToken.None)).ShouldBe([new DeliveryPlace(Guild.Slot, second[0].Id)]);
    }

    [DatabaseFact]
    public async Task A_reading_ends_with_what_fits_into_memory_and_its_connection_goes_on()
    {
        await using var world = await LaneWorld.CreateAsync();
        var feed = new DeliveryFeed(world.Database);
        const int Size = 200_000;
        const int Rows = 4 * DeliveryFeed.MaxBytes / Size;
        await world.Test.ExecuteAsync(
            $"""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select {Guild.Slot}, 'guild', '1', 'a', md5(random()::text)::uuid, 'message', to_jsonb(repeat('x', {Size})) from generate_series(1, {Rows})
            """);

        for (var time = 0; time < 3; time++)
        {
            var found = await feed.ReadLanesAsync([new LaneCursor(new LaneName(Guild, "a"), 0, Rows)], CancellationToken.None);

            found.IsCut.ShouldBeTrue();
            found.Deliveries.Count.ShouldBe((DeliveryFeed.MaxBytes / (Size + 2)) + 1);
            (await feed.ReadPositionAsync(CancellationToken.None)).LastId.ShouldBe(Rows);
        }
    }

    [DatabaseFact]
    public async Task A_delivery_whose_transaction_is_under_way_is_not_taken_for_one_that_will_never_be_there()
    {
        await using var world = await LaneWorld.CreateAsync();
        var feed = new DeliveryFeed(world.Database);
        await using var late = new NpgsqlConnection(world.Test.ConnectionString);
        await late.OpenAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await using (var emit = new NpgsqlCommand("select template_worker_emit('guild', '2', 'message')", late, transaction))
        {
            await emit.ExecuteNonQueryAsync();
        }

        // No other connection of this database has a transaction, so the last that ended is the one before the late one.
        var first = await SweepAsync(feed);
        var second = await SweepAsync(feed);

        first.LastId.ShouldBe(1);
        second.OldestTransaction.ShouldBeLessThanOrEqualTo(first.Transaction);
        second.Places.ShouldBeEmpty();
        await transaction.CommitAsync();
        // Transactions of other databases of the server hold the bound back, as the late one did.
        LaneSweep third = second;
        await Waiting.UntilAsync(async () => (third = await SweepAsync(feed)).OldestTransaction > first.Transaction, "the bound to move");
        third.Places.ShouldBe([new DeliveryPlace(Other.Slot, 1)]);
    }

    [DatabaseFact]
    public async Task A_row_whose_owner_is_no_tenant_keeps_no_other_from_being_read()
    {
        await using var world = await LaneWorld.CreateAsync();
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        await world.Test.ExecuteAsync($"""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            values ({Other.Slot}, 'guild', E'77\n', 'a', md5('x')::uuid, 'message', 'null')
            """);

        var found = await new DeliveryFeed(world.Database).ReadTailsAsync([new SlotCursor(Other.Slot, 0)], 10, CancellationToken.None);

        found.Deliveries.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    private static Task<LaneSweep> SweepAsync(DeliveryFeed feed) =>
        feed.SweepAsync([new SlotCursor(Guild.Slot, 0), new SlotCursor(Other.Slot, 0)], 100, CancellationToken.None);
}
