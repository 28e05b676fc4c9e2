using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Rates;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Supervision.Tests.Accepting.AcceptorWorld;

namespace TemplateWorker.Supervision.Tests.Accepting;

/// <summary><c>limits.events_per_minute</c>, by a clock that stands still.</summary>
public sealed class EventRateTests
{
    [DatabaseFact]
    public async Task An_event_beyond_the_rate_is_refused_until_the_time_it_was_told_and_a_neighbours_is_not()
    {
        await using var world = await StartAsync(eventsPerMinute: 6);
        for (var n = 0; n < 6; n++)
        {
            await world.AcceptAsync(Event(Held, n));
        }

        var refused = (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ShouldBeOfType<AcceptReply.RateLimited>();

        refused.Hold.ShouldBe(new RateHold(TenantRate.Events, 6, TimeSpan.FromSeconds(10)));
        (await world.AcceptAsync(Event(Elsewhere))).ShouldBeOfType<AcceptOutcome.Accepted>();
        world.Time.Advance(refused.Hold.Wait - TimeSpan.FromMilliseconds(1));
        (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ShouldBeOfType<AcceptReply.RateLimited>();
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await world.AcceptAsync(Event(Held))).ShouldBeOfType<AcceptOutcome.Accepted>();
        (await world.CountAsync()).ShouldBe(8);
    }

    [DatabaseFact]
    public async Task Repeats_and_refused_events_cost_nothing()
    {
        await using var world = await StartAsync(queuedDeliveries: 1, eventsPerMinute: 2);
        var keyed = Event(Held) with { IdempotencyKey = "k", RequestHash = [1] };
        await world.AcceptAsync(keyed);

        for (var n = 0; n < 10; n++)
        {
            (await world.AcceptAsync(keyed)).ShouldBeOfType<AcceptOutcome.Repeated>();
            (await world.AcceptAsync(keyed with { RequestHash = [2] })).ShouldBeOfType<AcceptOutcome.KeyReused>();
            (await world.AcceptAsync(Event(Held, n))).ShouldBeOfType<AcceptOutcome.QueueFull>();
        }

        await world.Test.ExecuteAsync("delete from deliveries");
        await using (var unusable = await world.Test.ConnectAsync())
        {
            await world.Test.ExecuteAsync("alter table deliveries rename to hidden");
            await Should.ThrowAsync<StorageException>(world.AcceptAsync(Event(Held)));
            await world.Test.ExecuteAsync("alter table hidden rename to deliveries");
        }

        (await world.AcceptAsync(Event(Held) with { Name = "unheard" })).ShouldBeOfType<AcceptOutcome.Accepted>();
        (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None)).ShouldBeOfType<AcceptReply.RateLimited>();
    }

    [DatabaseFact]
    public async Task Of_a_request_whose_events_stand_alone_only_the_last_ones_of_the_tenant_are_refused()
    {
        await using var world = await StartAsync(eventsPerMinute: 3);
        var events = Enumerable.Range(0, 10).Select(n => Event(n % 2 == 0 ? Held : Elsewhere, n)).ToArray();

        var replies = await world.Acceptor.AcceptAllAsync(events, AcceptMode.EachAlone, CancellationToken.None);

        replies.Take(6).ShouldAllBe(reply => reply is AcceptReply.Answered);
        replies.Skip(6).ShouldAllBe(reply => reply is AcceptReply.RateLimited);
        (await world.Test.ReadTextsAsync("select data->>'n' from deliveries order by id")).ShouldBe(["0", "1", "2", "3", "4", "5"]);
    }

    [DatabaseFact]
    public async Task A_request_of_all_or_none_that_does_not_fit_stores_nothing_and_costs_nothing()
    {
        await using var world = await StartAsync(eventsPerMinute: 6);
        for (var n = 0; n < 4; n++)
        {
            await world.AcceptAsync(Event(Held, n));
        }

        NewEvent[] events = [Event(Held), Event(Held), Event(Held), .. Enumerable.Range(0, 6).Select(n => Event(Elsewhere, n))];
        var replies = await world.Acceptor.AcceptAllAsync(events, AcceptMode.AllOrNothing, CancellationToken.None);

        replies[0].ShouldBeOfType<AcceptReply.RateLimited>().Hold.Wait.ShouldBe(TimeSpan.FromSeconds(10));
        replies[^1].ShouldBe(new AcceptReply.Answered(new AcceptOutcome.Undone()));
        (await world.CountAsync()).ShouldBe(4);

        world.Time.Advance(TimeSpan.FromSeconds(10));
        replies = await world.Acceptor.AcceptAllAsync(events, AcceptMode.AllOrNothing, CancellationToken.None);

        replies.ShouldAllBe(reply => ((AcceptReply.Answered)reply).Outcome is AcceptOutcome.Accepted);
        (await world.CountAsync()).ShouldBe(13);
    }

    [DatabaseFact]
    public async Task More_events_at_once_than_a_minutes_worth_are_stored_from_a_full_bucket_and_are_paid_for_afterwards()
    {
        await using var world = await StartAsync(eventsPerMinute: 6);
        var events = Enumerable.Range(0, 18).Select(n => Event(Held, n)).ToArray();
        await world.AcceptAsync(Event(Held));

        var replies = await world.Acceptor.AcceptAllAsync(events, AcceptMode.AllOrNothing, CancellationToken.None);
        var wait = replies[0].ShouldBeOfType<AcceptReply.RateLimited>().Hold.Wait;
        wait.ShouldBe(TimeSpan.FromSeconds(10));
        world.Time.Advance(wait);
        await world.Acceptor.AcceptAllAsync(events, AcceptMode.AllOrNothing, CancellationToken.None);

        (await world.CountAsync()).ShouldBe(19);
        (await world.Acceptor.AcceptAsync(Event(Held), CancellationToken.None))
            .ShouldBeOfType<AcceptReply.RateLimited>().Hold.Wait.ShouldBe(TimeSpan.FromSeconds(130));
    }
}
