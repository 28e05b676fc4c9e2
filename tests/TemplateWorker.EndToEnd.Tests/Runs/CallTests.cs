using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>Callers that are too many, or that do not wait.</summary>
public sealed class CallTests
{
    [DatabaseFact]
    public async Task What_exceeds_a_tenants_queue_is_refused_and_its_neighbours_are_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            limits:
              queue: 3
            """);
        var (busy, neighbour) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(0).Skip(1).First());
        await supervisor.PublishAsync(busy, "work", Scripts.Worker);
        await supervisor.PublishAsync(neighbour, "work", Scripts.Worker);
        var first = supervisor.CallAsync(busy, "work", new { id = "first", ms = 1500 });
        await supervisor.Process.LineAsync("started first");

        var more = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => supervisor.CallAsync(busy, "add", new { })));

        var refused = more.Where(answer => answer.Status != 200).ToArray();
        refused.Length.ShouldBe(4);
        refused.ShouldAllBe(answer => answer.Status == 429 && answer.Problem == "queue_full" && answer.RetryAfter != null);
        (await first).Status.ShouldBe(200);
        (await supervisor.CallAsync(neighbour, "add", new { })).Status.ShouldBe(200);
        ((int)(await supervisor.KeyAsync(busy, "n"))!).ShouldBe(3);
    }

    [DatabaseFact]
    public async Task A_call_past_its_time_is_told_so_and_its_repeat_has_the_effect_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              call_timeout: 1s
              kill_grace: 500ms
              heartbeat_interval: 200ms
            limits:
              wall_time: 4s
            """);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var hanging = supervisor.CallAsync(tenant, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        var behind = await supervisor.CallAsync(tenant, "add", new { }, "key-1");

        (behind.Status, behind.Problem).ShouldBe((504, "deadline_exceeded"));
        (await hanging).Problem.ShouldBe("deadline_exceeded");
        await supervisor.ReplacedAsync(0);
        (await supervisor.KeyAsync(tenant, "n")).ShouldBeNull();
        await Eventually.HoldsAsync(
            async () => (await supervisor.CallAsync(tenant, "add", new { }, "key-1")).Status == 200, () => "The tenant stays busy.");
        ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_caller_that_goes_away_takes_its_run_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            limits:
              wall_time: 5m
              cpu_time: 5m
            """);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(
            """{"name":"work","data":{"id":"left","ms":200000}}""", System.Text.Encoding.UTF8, "application/json");
        var call = supervisor.Client.PostAsync($"/v1/tenants/{tenant.Replace(':', '/')}/events?wait=true", content, leaving.Token);
        await supervisor.Process.LineAsync("started left");

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);

        ((int)(await supervisor.ValueAsync(tenant, "add", new { }))!).ShouldBe(1);
    }

    [DatabaseTheory]
    [InlineData("new Uint8Array(2 ** 31).fill(1)")]
    [InlineData("new Array(2 ** 27).fill(0)")]
    [InlineData(""" "x".repeat(2 ** 29).split("") """)]
    public async Task One_huge_allocation_fails_the_run_and_not_the_worker(string code)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", $$"""
            on("huge", () => { kv.set("before", 1); return ({{code}}).length; });
            on("add", () => kv.increment("n"));
            """);

        var huge = await supervisor.RunAsync(tenant, "huge", new { });

        ((string?)huge["outcome"]).ShouldBe("failed", huge.ToJsonString());
        (await supervisor.KeyAsync(tenant, "before")).ShouldBeNull();
        ((int)(await supervisor.ValueAsync(tenant, "add", new { }))!).ShouldBe(1);
        ((int)(await supervisor.WorkersAsync())[0]!["restarts"]!).ShouldBe(0);
    }
}
