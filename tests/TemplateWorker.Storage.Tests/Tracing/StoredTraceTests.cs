using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Actions;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Tracing;

/// <summary>The trace of an event is wherever the event's deliveries are, and with what their runs send.</summary>
public sealed class StoredTraceTests
{
    private static readonly TraceParent Trace = TraceParent.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")!;

    [DatabaseFact]
    public async Task An_accepted_event_keeps_its_trace_delayed_due_dead_and_replayed()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.StoreAsync(Event(Other) with { Trace = Trace, Delay = TimeSpan.FromHours(1) });
        (await TraceOfOnlyAsync(DeliveryState.Delayed)).ShouldBe(Trace);

        await world.Test.ExecuteAsync("update delayed_deliveries set due_at = now()");
        (await new DelayStore(world.Database).PromoteAsync(10, CancellationToken.None)).ShouldBe(1);
        (await TraceOfOnlyAsync(DeliveryState.Queued)).ShouldBe(Trace);

        for (var death = 0; death < RetryPlan.MaxDeaths; death++)
        {
            await world.KillAsync(Other, await world.Test.ReadAsync<long>("select id from deliveries"));
        }

        (await TraceOfOnlyAsync(DeliveryState.Dead)).ShouldBe(Trace);

        await world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Other }, 10, CancellationToken.None);
        (await TraceOfOnlyAsync(DeliveryState.Queued)).ShouldBe(Trace);

        async Task<TraceParent?> TraceOfOnlyAsync(DeliveryState state)
        {
            var listed = (await world.Deliveries.ListAsync(new DeliveryFilter { Tenant = Other, State = state }, CancellationToken.None)).ShouldHaveSingleItem();
            (await world.Deliveries.ReadAsync(Other, listed.Id, CancellationToken.None)).ShouldNotBeNull().Summary.ShouldBe(listed);
            return listed.Trace;
        }
    }

    [DatabaseFact]
    public async Task Lanes_read_the_trace_and_take_what_is_none_for_none()
    {
        await using var world = await LaneWorld.CreateAsync();
        var traced = (await world.StoreAsync(Event(Other) with { Trace = Trace })).Ready.ShouldHaveSingleItem().Id;
        var untraced = (await world.StoreAsync(Event(Other))).Ready.ShouldHaveSingleItem().Id;
        var broken = (await world.StoreAsync(Event(Other))).Ready.ShouldHaveSingleItem().Id;
        await world.Test.ExecuteAsync($"update deliveries set traceparent = 'broken' where id = {broken}");

        var found = await new DeliveryFeed(world.Database).ReadAsync(
            [.. new[] { traced, untraced, broken }.Select(id => new DeliveryPlace((short)Other.Slot, id))], CancellationToken.None);

        found.Deliveries.ToDictionary(delivery => delivery.Id, delivery => delivery.Event.Trace)
            .ShouldBe(new Dictionary<long, TraceParent?> { [traced] = Trace, [untraced] = null, [broken] = null }, ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task A_failed_run_buries_its_delivery_with_the_trace()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = (await world.StoreAsync(Event(Other) with { Trace = Trace })).Ready.ShouldHaveSingleItem().Id;
        var failure = new AttemptFailure { Reason = "ScriptError", Message = "no", Stack = null, Worker = "w", Wall = TimeSpan.Zero };

        committer.Commit([FinishedRun.Empty(Other) with { Delivery = new DeliveryEnd.Dead { Id = id, Attempt = 0, Failure = failure } }])
            .Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select traceparent from dead_letters")).ShouldBe([Trace.Text]);
    }

    [DatabaseFact]
    public async Task Emitted_events_and_actions_have_the_trace_of_the_event_that_their_run_was_for()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var operations = new ActionOperations(world.Database);
        var action = ActionWorld.Action(1) with { Sender = new SendingRun("a", Guid.NewGuid(), Guid.NewGuid(), 1) { Trace = Trace } };
        EmittedEvent Emit(TimeSpan delay) => new() { EventId = Guid.NewGuid(), Name = "join", DataJson = "1", Hops = 1, Trace = Trace, Delay = delay };

        committer.Commit([FinishedRun.Empty(Guild) with { Actions = [action], Emits = [Emit(TimeSpan.Zero), Emit(TimeSpan.FromHours(1))] }])
            .Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select traceparent from deliveries union all select traceparent from delayed_deliveries")).ShouldBe([Trace.Text, Trace.Text]);
        (await operations.ReadAsync(Guild, action.Id, CancellationToken.None)).ShouldNotBeNull().Trace.ShouldBe(Trace);
        (await operations.ListAsync(new ActionFilter { Tenant = Guild }, CancellationToken.None)).ShouldHaveSingleItem().Trace.ShouldBe(Trace);
        (await operations.ListArrivedAsync(0, 10, CancellationToken.None)).ShouldHaveSingleItem().Action.Trace.ShouldBe(Trace);
        (await world.Test.ReadTextsAsync("select traceparent from template_worker_claim_actions('c', 10)")).ShouldBe([Trace.Text]);
        (await new PullStore(world.Database).ClaimAsync("c", 10, TimeSpan.FromMinutes(1), CancellationToken.None))
            .ShouldHaveSingleItem().Actions.ShouldHaveSingleItem().Trace.ShouldBe(Trace);
    }
}
