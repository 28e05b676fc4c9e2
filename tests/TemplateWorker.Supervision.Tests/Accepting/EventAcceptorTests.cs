using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Supervision.Tests.Accepting.AcceptorWorld;

namespace TemplateWorker.Supervision.Tests.Accepting;

public sealed class EventAcceptorTests
{
    [DatabaseFact]
    public async Task An_event_is_stored_and_handed_to_the_worker_of_its_slot_before_its_sender_is_answered()
    {
        await using var world = await StartAsync();
        var given = Event(Held, 7);

        var accepted = (await world.AcceptAsync(given)).ShouldBeOfType<AcceptOutcome.Accepted>();

        (accepted.EventId, accepted.Deliveries).ShouldBe((given.EventId, 1));
        var handed = world.Router.TakeHanded().ShouldHaveSingleItem();
        (handed.Id, handed.Tenant, handed.Template, handed.EventId, handed.EventName, handed.Hops, handed.Priors.Count)
            .ShouldBe((accepted.Ready[0].Id, "guild:1", "t", given.EventId, "message", 0, 0));
        handed.Data.ToArray().ShouldBe(given.Data.ToArray());
        (await world.CountAsync()).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_handed_delivery_names_the_one_before_it_unless_its_worker_knows_that()
    {
        await using var world = await StartAsync();
        await world.AcceptAsync(Event(Held));
        var first = world.Router.TakeHanded()[0].Id;

        await world.AcceptAsync(Event(Held));
        var second = world.Router.TakeHanded()[0];
        second.Priors.ShouldBe([first]);

        world.Router.LanesRead = second.Id;
        await world.AcceptAsync(Event(Held));
        world.Router.TakeHanded()[0].Priors.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task The_supervisor_that_has_the_slot_is_woken_instead_where_it_is_another()
    {
        await using var world = await StartAsync();
        await using var connection = await world.Test.ConnectAsync();
        var heard = new TaskCompletionSource<string>();
        connection.Notification += (_, notification) => heard.TrySetResult(notification.Payload);
        await using (var listen = connection.CreateCommand())
        {
            listen.CommandText = "listen template_worker_wake";
            await listen.ExecuteNonQueryAsync();
        }

        await world.AcceptAsync(Event(Elsewhere));
        await connection.WaitAsync();

        (await heard.Task).ShouldBe($"{Elsewhere.Slot}");
        world.Router.TakeHanded().ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_delayed_event_is_handed_to_nobody()
    {
        await using var world = await StartAsync();

        (await world.AcceptAsync(Event(Held) with { Delay = TimeSpan.FromHours(1) })).ShouldBeOfType<AcceptOutcome.Accepted>().Deliveries.ShouldBe(1);

        world.Router.TakeHanded().ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Events_that_arrive_while_others_are_stored_share_one_transaction_and_keep_their_order()
    {
        await using var world = await StartAsync();
        List<Task<AcceptOutcome>> accepts;
        await using (await world.BlockAsync())
        {
            var first = world.AcceptAsync(Event(Held, 0));
            await world.WaitForBlockedAsync();
            accepts = [first, .. Enumerable.Range(1, 100).Select(number => world.AcceptAsync(Event(Held, number)))];
        }

        (await Task.WhenAll(accepts)).ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);

        (await world.Test.ReadTextsAsync("select data ->> 'n' from deliveries order by id")).ShouldBe(Enumerable.Range(0, 101).Select(number => $"{number}"));
        (await world.Test.ReadAsync<long>("select count(distinct xmin::text) from deliveries")).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task No_group_is_larger_than_it_may_be()
    {
        await using var world = await StartAsync();
        List<Task<AcceptOutcome>> accepts;
        await using (await world.BlockAsync())
        {
            var first = world.AcceptAsync(Event(Held));
            await world.WaitForBlockedAsync();
            accepts = [first, .. Enumerable.Range(0, EventAcceptor.MaxGroup + 1).Select(_ => world.AcceptAsync(Event(Held)))];
        }

        await Task.WhenAll(accepts);

        (await world.Test.ReadTextsAsync("select count(*)::text from deliveries group by xmin::text order by min(id)"))
            .ShouldBe(["1", $"{EventAcceptor.MaxGroup}", "1"]);
    }

    [DatabaseFact]
    public async Task A_group_that_is_held_up_is_overtaken_by_the_next_ones()
    {
        await using var world = await StartAsync();
        Task<AcceptOutcome> held;
        await using (await world.HoldKeyAsync(Held, "key"))
        {
            held = world.AcceptAsync(Event(Held, 1) with { IdempotencyKey = "key", RequestHash = [2] });
            await world.WaitForBlockedAsync();
            var next = world.AcceptAsync(Event(Elsewhere, 2));
            next.IsCompleted.ShouldBeFalse();

            world.Time.Advance(TimeSpan.FromSeconds(1));

            (await next).ShouldBeOfType<AcceptOutcome.Accepted>();
            held.IsCompleted.ShouldBeFalse();
        }

        (await held).ShouldBeOfType<AcceptOutcome.Accepted>();
        (await world.AcceptAsync(Event(Held, 3))).ShouldBeOfType<AcceptOutcome.Accepted>();
        (await world.Test.ReadTextsAsync("select data ->> 'n' from deliveries order by id")).ShouldBe(["2", "1", "3"]);
    }

    [DatabaseFact]
    public async Task A_caller_that_gives_up_does_not_take_its_event_back()
    {
        await using var world = await StartAsync();
        await using (await world.BlockAsync())
        {
            using var giveUp = new CancellationTokenSource();
            var accept = world.Acceptor.AcceptAsync(Event(Held, 1), giveUp.Token);
            await world.WaitForBlockedAsync();
            var waiting = world.Acceptor.AcceptAsync(Event(Held, 2), giveUp.Token);
            await giveUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => accept);
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        }

        await world.AcceptAsync(Event(Held, 3));

        (await world.Test.ReadTextsAsync("select data ->> 'n' from deliveries order by id")).ShouldBe(["1", "2", "3"]);
        world.Router.TakeHanded().Count.ShouldBe(3);
    }

    [DatabaseFact]
    public async Task A_fault_of_the_database_reaches_every_caller_of_the_group_and_the_next_ones_are_stored()
    {
        await using var world = await StartAsync();
        await world.AcceptAsync(Event(Held));
        await world.Test.ExecuteAsync("alter table accepted_events rename to elsewhere");

        var accepts = Enumerable.Range(0, 20).Select(_ => world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ToArray();

        foreach (var accept in accepts)
        {
            await Should.ThrowAsync<StorageException>(() => accept);
        }

        await world.Test.ExecuteAsync("alter table elsewhere rename to accepted_events");
        (await world.AcceptAsync(Event(Held))).ShouldBeOfType<AcceptOutcome.Accepted>();
        (await world.CountAsync()).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task An_event_that_cannot_be_stored_is_refused_alone()
    {
        await using var world = await StartAsync();

        var outcomes = await Task.WhenAll(
            world.AcceptAsync(Event(Held)), world.AcceptAsync(Event(Held) with { Data = "{"u8.ToArray() }), world.AcceptAsync(Event(Held)));

        outcomes.Select(outcome => outcome.GetType().Name).ShouldBe(["Accepted", "Rejected", "Accepted"]);
    }

    [DatabaseFact]
    public async Task More_events_than_may_wait_are_refused_at_once()
    {
        await using var world = await StartAsync(queuedDeliveries: 1_000_000);
        List<Task<AcceptReply>> accepts = [];
        await using (await world.BlockAsync())
        {
            accepts.Add(world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None));
            await world.WaitForBlockedAsync();
            for (var number = 0; number < EventAcceptor.MaxWaiting; number++)
            {
                accepts.Add(world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None));
            }

            (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ShouldBeOfType<AcceptReply.Overloaded>();
        }

        (await Task.WhenAll(accepts)).ShouldAllBe(reply => reply is AcceptReply.Answered);
        (await world.CountAsync()).ShouldBe(EventAcceptor.MaxWaiting + 1);
        (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ShouldBeOfType<AcceptReply.Answered>();
    }

    [DatabaseFact]
    public async Task A_queue_that_nobody_works_off_is_full_exactly_at_its_limit()
    {
        await using var world = await StartAsync(queuedDeliveries: 100);

        var outcomes = new List<AcceptOutcome>();
        for (var number = 0; number < 120; number++)
        {
            outcomes.Add(await world.AcceptAsync(Event(Held)));
        }

        outcomes.Take(100).ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
        outcomes.Skip(100).ShouldAllBe(outcome => outcome is AcceptOutcome.QueueFull);
        outcomes[^1].ShouldBe(new AcceptOutcome.QueueFull(100, 100));
        (await world.AcceptAsync(Event(Elsewhere))).ShouldBeOfType<AcceptOutcome.Accepted>();
    }

    [DatabaseFact]
    public async Task The_events_of_one_request_are_one_transaction_and_are_passed_on_too()
    {
        await using var world = await StartAsync();
        var events = Enumerable.Range(0, 500).Select(number => Event(number % 2 == 0 ? Held : Elsewhere, number)).ToArray();

        var replies = await world.Acceptor.AcceptAllAsync(events, AcceptMode.AllOrNothing, CancellationToken.None);

        replies.ShouldAllBe(reply => ((AcceptReply.Answered)reply).Outcome is AcceptOutcome.Accepted);
        (await world.Test.ReadAsync<long>("select count(distinct xmin::text) from deliveries")).ShouldBe(1);
        var handed = world.Router.TakeHanded();
        handed.Count.ShouldBeGreaterThan(0);
        handed.ShouldAllBe(delivery => delivery.Tenant == "guild:1");
        (handed.Count == 250 || world.Router.TakeWoken().Contains(Held.Slot)).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task Who_comes_after_the_end_is_refused_and_what_waited_before_is_stored()
    {
        await using var world = await StartAsync();
        List<Task<AcceptReply>> accepts = [];
        Task end;
        await using (await world.BlockAsync())
        {
            accepts.Add(world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None));
            await world.WaitForBlockedAsync();
            accepts.Add(world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None));
            end = world.Acceptor.DisposeAsync().AsTask();
            (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ShouldBeOfType<AcceptReply.Overloaded>();
        }

        await end;
        (await Task.WhenAll(accepts)).ShouldAllBe(reply => reply is AcceptReply.Answered);
        (await world.CountAsync()).ShouldBe(2);
    }
}
