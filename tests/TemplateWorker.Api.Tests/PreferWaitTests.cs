using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class PreferWaitTests
{
    private const string Events = "/v1/tenants/guild/1/events";
    private const string Body = """{"name":"message"}""";

    private static readonly (string, string) Wait = ("Prefer", "respond-async, wait=30");

    [DatabaseFact]
    public async Task A_stored_event_is_answered_with_its_results_when_its_runs_are_committed_by_another_supervisor()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();

        var sending = api.SendAsync("POST", Events, Body, Wait);
        await RunAsync(api);

        var answer = (await sending).ShouldHaveStatus(200);
        answer.Headers["Preference-Applied"].ShouldBe("wait=30");
        ((bool?)answer.Json["ended"], (string?)answer.Json["event"]).ShouldBe((true, "message"));
        answer.Json["deliveries"]!.AsArray().ShouldHaveSingleItem()!["result"]!.ToJsonString().ShouldBe("""{"reply":"hello"}""");
        (await api.SendAsync("GET", answer.Headers["Location"])).Text.ShouldBe(answer.Text);
    }

    [DatabaseFact]
    public async Task A_report_of_a_worker_ends_the_wait_and_workers_report_only_while_a_caller_waits()
    {
        await using var api = await ApiServer.StartAsync();
        await api.SubscribeAsync();
        api.Workers.OnHand = handed =>
        {
            Commit(api, handed.Deliveries[0].Id, handed.Deliveries[0].EventId);
            return new DeliveriesSettled([handed.Deliveries[0].Id]);
        };

        (await api.SendAsync("POST", Events, Body, Wait)).ShouldHaveStatus(200);
        (await api.SendAsync("POST", Events, Body)).ShouldHaveStatus(202).Headers.ShouldNotContainKey("Location");

        await api.Workers.Received.FirstAsync<WatchDeliveries>(watch => !watch.IsOn);
        api.Workers.Received.All.OfType<WatchDeliveries>().Select(watch => watch.IsOn).ShouldBe([true, false]);
    }

    [DatabaseFact]
    public async Task An_event_that_is_not_done_in_time_is_answered_with_where_to_look()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();

        var answer = (await api.SendAsync("POST", Events, Body, ("Prefer", "wait=1"))).ShouldHaveStatus(202);

        ((int?)answer.Json["deliveries"], answer.Headers["Preference-Applied"]).ShouldBe((1, "wait=1"));
        answer.Headers["Location"].ShouldBe($"{Events}/{answer.Json["event_id"]}");
        var shown = (await api.SendAsync("GET", answer.Headers["Location"])).ShouldHaveStatus(200);
        ((bool?)shown.Json["ended"], (string?)shown.Json["deliveries"]![0]!["state"]).ShouldBe((false, "queued"));
    }

    [DatabaseFact]
    public async Task A_repeat_of_an_event_waits_for_the_first_ones_runs_together_with_it()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();
        var first = api.SendAsync("POST", Events, Body, Wait, ("Idempotency-Key", "k"));
        var repeat = api.SendAsync("POST", Events, Body, Wait, ("Idempotency-Key", "k"));
        await RunAsync(api);

        (await first).ShouldHaveStatus(200).Text.ShouldBe((await repeat).ShouldHaveStatus(200).Text);
        (await api.SendAsync("POST", Events, Body, Wait, ("Idempotency-Key", "k"))).Text.ShouldBe((await first).Text);
    }

    [DatabaseFact]
    public async Task Without_a_subscriber_there_is_nothing_to_wait_for_and_a_delayed_event_is_not_waited_for()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = (await api.SendAsync("POST", Events, Body, Wait)).ShouldHaveStatus(200);
        ((bool?)answer.Json["ended"], answer.Json["deliveries"]!.AsArray().Count).ShouldBe((true, 0));

        await api.SubscribeAsync();
        var delayed = (await api.SendAsync("POST", Events, """{"name":"message","delay":"1h"}""", Wait)).ShouldHaveStatus(202);
        delayed.Headers.ShouldNotContainKey("Preference-Applied");
    }

    [DatabaseTheory]
    [InlineData("wait=0")]
    [InlineData("wait=31")]
    [InlineData("wait")]
    [InlineData("wait=1.5")]
    [InlineData("wait=10s")]
    [InlineData("wait=2, wait=3")]
    [InlineData("wait=99999999999")]
    public async Task A_wait_that_makes_no_sense_is_refused_and_nothing_is_stored(string prefer)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();

        var answer = await api.SendAsync("POST", Events, Body, ("Prefer", prefer));

        answer.ShouldBeProblem(400, "invalid_parameter");
        answer.Detail.ShouldBe($"Prefer must have wait as a whole number of seconds from 1 to 30, once, as in Prefer: wait=10, was '{prefer}'.");
        (await api.Database.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_caller_beyond_those_that_may_wait_is_answered_at_once()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await api.SubscribeAsync();
        var waits = Enumerable.Range(0, EventWaits.Most).Select(_ => api.Waits.TryEnter().ShouldNotBeNull()).ToList();

        var answer = (await api.SendAsync("POST", Events, Body, Wait)).ShouldHaveStatus(202);
        answer.Headers.ShouldNotContainKey("Preference-Applied");
        answer.Headers.ShouldContainKey("Location");

        waits.ForEach(wait => wait.Dispose());
        api.Waits.TryEnter().ShouldNotBeNull().Dispose();
    }

    /// <summary>Commits a run of the delivery that is stored, as a worker of another supervisor does.</summary>
    private static async Task RunAsync(ApiServer api)
    {
        while (await api.Database.ReadAsync<long>("select count(*) from deliveries") == 0)
        {
            await Task.Yield();
        }

        Commit(api, await api.Database.ReadAsync<long>("select id from deliveries"), await api.Database.ReadAsync<Guid>("select event_id from deliveries"));
    }

    private static void Commit(ApiServer api, long id, Guid eventId)
    {
        using var committer = new RunCommitter(api.Database.Database);
        var run = FinishedRun.Empty(ApiServer.Tenant) with
        {
            Delivery = new DeliveryEnd.Done { Id = id, Attempt = 0 },
            Result = new KeptResult("""{"reply":"hello"}""", 17),
            History = new HistoryEntry
            {
                Template = "a",
                Version = 1,
                EventId = eventId,
                EventName = "message",
                Delivery = id,
                Attempt = 1,
                Outcome = RunOutcome.Done,
                StartedAt = TimeProvider.System.GetUtcNow(),
                Wall = TimeSpan.Zero,
                Cpu = TimeSpan.Zero,
                Worker = "w",
            },
        };
        committer.Commit([run]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
    }
}
