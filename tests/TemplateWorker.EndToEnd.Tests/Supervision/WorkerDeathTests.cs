using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

[Collection(TimedCollection.Name)]
public sealed class WorkerDeathTests
{
    /// <summary>Far below the time that a call may take, which is 30 s.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [DatabaseFact]
    public async Task A_call_in_a_worker_that_is_killed_is_refused_at_once_and_its_repeat_has_the_effect_exactly_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var call = supervisor.CallAsync(tenant, "work", new { id = "one", ms = 1500 }, "key-1");
        await supervisor.Process.LineAsync("started one");

        var killed = TimeProvider.System.GetTimestamp();
        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);
        var lost = await call;

        TimeProvider.System.GetElapsedTime(killed).ShouldBeLessThan(AtOnce);
        (lost.Status, lost.Problem).ShouldBe((503, "worker_lost"));
        lost.RetryAfter.ShouldNotBeNull();
        (await supervisor.KeyAsync(tenant, "n")).ShouldBeNull();
        await supervisor.ReplacedAsync(0);

        var repeated = await supervisor.CallAsync(tenant, "work", new { id = "one", ms = 1500 }, "key-1");
        ((int)repeated.Result["value"]!).ShouldBe(1);
        var again = await supervisor.CallAsync(tenant, "work", new { id = "one", ms = 1500 }, "key-1");
        ((string?)again.Body["event_id"]).ShouldBe((string?)repeated.Body["event_id"]);
        ((int)again.Result["value"]!).ShouldBe(1);
        ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task The_repeat_of_an_event_that_was_half_done_completes_only_the_rest()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "a-quick", """on("work", () => kv.increment("quick"));""");
        await supervisor.PublishAsync(tenant, "b-slow", Scripts.Worker);
        var call = supervisor.CallAsync(tenant, "work", new { id = "half", ms = 1500 }, "key-1");
        await supervisor.Process.LineAsync("started half");

        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);
        (await call).Problem.ShouldBe("worker_lost");
        ((int)(await supervisor.KeyAsync(tenant, "quick"))!).ShouldBe(1);
        await supervisor.ReplacedAsync(0);
        var repeated = await supervisor.CallAsync(tenant, "work", new { id = "half", ms = 1500 }, "key-1");

        repeated.Results.Select(result => (int)result!["value"]!).ShouldBe([1, 1]);
        ((int)(await supervisor.KeyAsync(tenant, "quick"))!).ShouldBe(1);
        ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_worker_that_is_killed_is_replaced_by_another_process_that_runs_its_tenants()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var (tenant, neighbour) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(1).First());
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        await supervisor.PublishAsync(neighbour, "work", Scripts.Worker);
        await supervisor.RunAsync(tenant, "add", new { });
        await supervisor.RunAsync(neighbour, "add", new { });
        var before = await supervisor.WorkersAsync();

        Processes.Signal((int)before[0]!["pid"]!, Signals.Kill);
        var after = await supervisor.ReplacedAsync(0);

        ((int)after[0]!["pid"]!).ShouldNotBe((int)before[0]!["pid"]!);
        ((string?)after[0]!["last_exit"])!.ShouldContain("signal 9");
        ((bool)after[0]!["unhealthy"]!).ShouldBeFalse();
        ((int)after[1]!["pid"]!).ShouldBe((int)before[1]!["pid"]!);
        ((int)after[1]!["restarts"]!).ShouldBe(0);
        ((int)(await supervisor.ValueAsync(tenant, "add", new { }))!).ShouldBe(2);
        ((int)(await supervisor.ValueAsync(neighbour, "add", new { }))!).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_call_that_comes_while_the_worker_is_being_replaced_waits_for_the_next_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);

        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);
        await supervisor.WorkersAsync(workers => (string?)workers[0]!["state"] != "ready");

        (await supervisor.PatientCallAsync(tenant, "add", new { })).Status.ShouldBe(200);
    }

    [DatabaseFact]
    public async Task A_commit_that_outlives_its_worker_and_the_repeat_of_its_call_have_the_effect_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        await supervisor.RunAsync(tenant, "add", new { });
        await using var holder = await RowHolder.HoldAsync(database, "n");
        var call = supervisor.CallAsync(tenant, "add", new { }, "key-1");
        await holder.SomebodyWaitsAsync();

        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);
        (await call).Problem.ShouldBe("worker_lost");
        await holder.ReleaseAsync();
        await supervisor.ReplacedAsync(0);

        ((int)(await supervisor.CallAsync(tenant, "add", new { }, "key-1")).Result["value"]!).ShouldBe(2);
        ((int)(await supervisor.CallAsync(tenant, "add", new { }, "key-1")).Result["value"]!).ShouldBe(2);
        ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_worker_that_stands_still_misses_its_heartbeats_and_is_replaced_without_its_late_writes()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              heartbeat_interval: 200ms
              heartbeat_timeout: 2s
            """);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var stopped = await supervisor.ProcessOfWorkerAsync(0);
        var call = supervisor.CallAsync(tenant, "work", new { id = "one", ms = 1000 }, "key-1");
        await supervisor.Process.LineAsync("started one");

        Processes.Signal(stopped, Signals.Stop);

        (await call).Problem.ShouldBe("worker_lost");
        var workers = await supervisor.ReplacedAsync(0);
        ((int)workers[0]!["pid"]!).ShouldNotBe(stopped);
        ((string?)workers[0]!["last_exit"])!.ShouldContain("no heartbeat");
        Processes.IsAlive(stopped).ShouldBeFalse();
        (await supervisor.KeyAsync(tenant, "n")).ShouldBeNull();
        ((int)(await supervisor.ValueAsync(tenant, "work", new { id = "one", ms = 1000 }, "key-1"))!).ShouldBe(1);
        ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(1);
    }
}
