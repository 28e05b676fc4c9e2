using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Rates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests.Rates;

/// <summary>Tenants over a rate, by a clock that stands still; one has rates that are soon used up, the other has not.</summary>
public sealed class RuntimeRateTests
{
    private const string Ran = "select concat_ws(' ', event, attempt, outcome) from history where owner_id = '1' order by finished_at, delivery";

    private static readonly TenantId Busy = new("guild", "1");
    private static readonly TenantId Neighbour = new("guild", "2");

    [DatabaseFact]
    public async Task Deliveries_of_a_tenant_over_its_rate_wait_in_order_until_the_debt_is_paid()
    {
        var time = new FakeTimeProvider();
        await using var fixture = await CreateAsync(time, new TenantRates { Runs = 2 });
        await fixture.PublishAsync(Busy, "a", "on('e', event => { kv.set('seen', [...(kv.get('seen') ?? []), event.data]); });", "e");
        await fixture.PublishAsync(Neighbour, "a", "on('e', () => kv.increment('n'));", "e");
        await fixture.AssignAsync(Busy, Neighbour);
        for (var n = 1; n <= 6; n++)
        {
            await fixture.AcceptAsync(Busy, "e", n);
            await fixture.AcceptAsync(Neighbour, "e", n);
        }

        // A minute's worth, and the run that leaves the debt.
        await SeenAsync("[1, 2, 3]");
        await UntilIdleAsync(fixture);
        fixture.Runtime.Held.Longest.ShouldBe([(Busy, new RateHold(TenantRate.Runs, 2, TimeSpan.FromSeconds(30)))]);
        (await fixture.Test.ReadAsync<string>("select value::text from tenant_kv where owner_id = '2'")).ShouldBe("6");

        time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        await fixture.RunAsync(Neighbour, "e");
        await SeenAsync("[1, 2, 3]");

        for (var n = 4; n <= 6; n++)
        {
            // Each run leaves a debt of half a minute.
            time.Advance(n == 4 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(30));
            fixture.Runtime.Wake([Busy.Slot]);
            await SeenAsync($"[{string.Join(", ", Enumerable.Range(1, n))}]");
            await UntilIdleAsync(fixture);
        }

        (await fixture.Test.ReadTextsAsync(Ran)).ShouldBe(Enumerable.Repeat("e 1 done", 6));
        (await fixture.Test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(0);
        fixture.Runtime.StalledLanes.ShouldBe(0);

        Task SeenAsync(string expected)
        {
            string? seen = null;
            return RuntimeFixture.UntilAsync(
                async () => (seen = (await fixture.Test.ReadTextsAsync("select value::text from tenant_kv where key = 'seen'")).SingleOrDefault()) == expected,
                () => $"seen: {seen}, not {expected}");
        }
    }

    [DatabaseTheory]
    [InlineData("runs", "")]
    [InlineData("emits", "for (let i = 0; i < 30; i++) events.emit('unheard', i);")]
    [InlineData("lines", "for (let i = 0; i < 30; i++) console.log(i);")]
    [InlineData("bytes", "kv.set('big', 'x'.repeat(3000));")]
    [InlineData("state", "state.update(() => 'x'.repeat(3000));")]
    [InlineData("payload", "events.emit('unheard', 'x'.repeat(3000));")]
    [InlineData("schedule", "events.schedule('s', '@daily', { event: 'unheard', data: 'x'.repeat(3000) });")]
    public async Task An_immediate_call_over_a_rate_is_refused_at_once_and_succeeds_when_the_time_is_over(string kind, string code)
    {
        var time = new FakeTimeProvider();
        await using var fixture = await CreateAsync(time, kind switch
        {
            "runs" => new TenantRates { Runs = 1 },
            "emits" => new TenantRates { EmittedEvents = 30 },
            "lines" => new TenantRates { LogLines = 30 },
            _ => new TenantRates { WrittenBytes = 3_600 },
        });
        await fixture.PublishAsync(Busy, "a", $"on('e', () => {{ {code} return 1; }});", "e");
        await fixture.PublishAsync(Neighbour, "a", $"on('e', () => {{ {code} return 1; }});", "e");

        (await fixture.RunAsync(Busy, "e")).Failure.ShouldBeNull();
        (await fixture.RunAsync(Busy, "e")).Failure.ShouldBeNull();
        var refused = (await fixture.SendAsync(Busy, "e")).ShouldBeOfType<EventOutcome.Refused>();

        refused.Reason.ShouldBe(EventRefusal.RateLimited);
        refused.Message.ShouldContain(refused.Hold!.Rate.Setting());
        refused.Hold.Wait.ShouldBeInRange(TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(70));
        (await fixture.RunAsync(Neighbour, "e")).Failure.ShouldBeNull();

        time.Advance(refused.Hold.Wait - TimeSpan.FromMilliseconds(1));
        (await fixture.SendAsync(Busy, "e")).ShouldBeOfType<EventOutcome.Refused>();
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await fixture.RunAsync(Busy, "e")).Failure.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Thread_time_is_charged_with_its_waits_and_without_the_time_in_which_nothing_ran()
    {
        await using var fixture = await CreateAsync(TimeProvider.System, new TenantRates { ThreadTime = TimeSpan.FromMilliseconds(200) });
        await fixture.PublishAsync(Busy, "a", "on('e', () => { for (const end = Date.now() + 400; Date.now() < end;) {} });", "e");

        await fixture.RunAsync(Busy, "e");
        var refused = (await fixture.SendAsync(Busy, "e")).ShouldBeOfType<EventOutcome.Refused>();

        // 200 ms are two bucketfuls less one: a minute, and more where the machine was slow.
        refused.Hold!.Rate.ShouldBe(TenantRate.ThreadTime);
        refused.Hold.Limit.ShouldBe(200);
        refused.Hold.Wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(50));
    }

    [DatabaseFact]
    public async Task What_a_failed_run_would_have_written_costs_nothing_and_its_lines_do()
    {
        await using var fixture = await CreateAsync(new FakeTimeProvider(), new TenantRates { WrittenBytes = 1_024, EmittedEvents = 1, LogLines = 10 });
        await fixture.PublishAsync(
            Busy,
            "a",
            "on('e', () => { for (let i = 0; i < 5; i++) { kv.set(`k${i}`, 'x'.repeat(5000)); events.emit('unheard', i); console.log(i); } throw new Error('no'); });",
            "e");

        for (var n = 0; n < 3; n++)
        {
            (await fixture.RunAsync(Busy, "e")).Failure!.Reason.ShouldBe("ScriptError");
        }

        (await fixture.SendAsync(Busy, "e")).ShouldBeOfType<EventOutcome.Refused>().Hold!.Rate.ShouldBe(TenantRate.LogLines);
    }

    [DatabaseFact]
    public async Task A_call_that_has_begun_runs_all_its_templates_and_its_recorded_results_are_answered_during_the_hold()
    {
        await using var fixture = await CreateAsync(new FakeTimeProvider(), new TenantRates { Runs = 1 });
        await fixture.PublishAsync(Busy, "a", "on('e', () => kv.increment('n'));", "e");
        await fixture.PublishAsync(Busy, "b", "on('e', () => kv.increment('n'));", "e");
        await fixture.PublishAsync(Busy, "c", "on('e', () => kv.increment('n'));", "e");

        var first = (await fixture.SendAsync(Busy, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();
        var again = (await fixture.SendAsync(Busy, "e", key: "once")).ShouldBeOfType<EventOutcome.Finished>();

        first.Runs.Select(run => run.ResultJson).ShouldBe(["1", "2", "3"]);
        again.Runs.Select(run => run.ResultJson).ShouldBe(["1", "2", "3"]);
        (await fixture.SendAsync(Busy, "e", key: "other")).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.RateLimited);
    }

    [DatabaseFact]
    public async Task A_tenant_that_leaves_memory_keeps_its_debt()
    {
        await using var fixture = await CreateAsync(new FakeTimeProvider(), new TenantRates { Runs = 1 });
        await fixture.PublishAsync(Busy, "a", "on('e', () => 1);", "e");
        await fixture.RunAsync(Busy, "e");
        await fixture.RunAsync(Busy, "e");

        fixture.Runtime.Drop(Busy);

        (await fixture.SendAsync(Busy, "e")).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.RateLimited);
    }

    [DatabaseFact]
    public async Task A_correction_can_be_checked_during_the_hold_and_its_time_is_charged()
    {
        await using var fixture = await CreateAsync(TimeProvider.System, new TenantRates { ThreadTime = TimeSpan.FromMilliseconds(100) });
        await fixture.PublishAsync(Busy, "a", "on('e', () => { for (const end = Date.now() + 300; Date.now() < end;) {} });", "e");
        await fixture.RunAsync(Busy, "e");
        var before = fixture.Runtime.Held.Longest.Single().Hold.Wait;
        var done = new TaskCompletionSource<CheckOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);

        fixture.Runtime.Check(
            9_999,
            Busy,
            new JavaScript.Port.ScriptSource
            {
                Template = "a",
                Version = 0,
                Files = new Dictionary<string, string> { ["index.js"] = "for (const end = Date.now() + 300; Date.now() < end;) {} on('e', () => 1);" },
                Settings = "{}",
            },
            done.SetResult);

        (await done.Task).ShouldBeOfType<CheckOutcome.Accepted>();
        await UntilIdleAsync(fixture);
        fixture.Runtime.Held.Longest.Single().Hold.Wait.ShouldBeGreaterThan(before);
    }

    private static Task<RuntimeFixture> CreateAsync(TimeProvider time, TenantRates rates) => RuntimeFixture.CreateAsync(
        allLimits: new LimitOptions { Tenants = new Dictionary<TenantId, TenantLimits> { [Busy] = new() { Rates = rates } } }, time: time);

    private static Task UntilIdleAsync(RuntimeFixture fixture) => RuntimeFixture.UntilAsync(
        () => Task.FromResult(fixture.Runtime.Deliveries + fixture.Runtime.Outstanding == 0), () => "it does not come to rest");
}
