using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

public sealed class ThreadPoolTests
{
    [DatabaseFact]
    public async Task Threads_run_the_events_that_processes_run()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await StartAsync(database);
        string[] tenants = [Tenants.OfWorker(0).First(), Tenants.OfWorker(1).First()];

        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
            ((int)(await supervisor.ValueAsync(tenant, "add", new { }))!).ShouldBe(1);
            ((int)(await supervisor.ValueAsync(tenant, "add", new { }, "key-1"))!).ShouldBe(2);
            ((int)(await supervisor.ValueAsync(tenant, "add", new { }, "key-1"))!).ShouldBe(2);
            ((int)(await supervisor.KeyAsync(tenant, "n"))!).ShouldBe(2);
        }

        Processes.ChildrenOf(supervisor.Process.Id).ShouldBeEmpty();
        (await supervisor.WorkersAsync()).Select(worker => (int)worker!["pid"]!).ShouldAllBe(pid => pid == supervisor.Process.Id);
    }

    [DatabaseFact]
    public async Task A_restarted_worker_finishes_what_it_runs_and_another_takes_its_slots()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var running = supervisor.CallAsync(tenant, "work", new { id = "long", ms = 1500 });
        await supervisor.Process.LineAsync("started long");

        await supervisor.RestartWorkerAsync(0);

        ((int)(await running).Result["value"]!).ShouldBe(1);
        await supervisor.ReplacedAsync(0);
        ((int)(await supervisor.ValueAsync(tenant, "add", new { }))!).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_signal_lets_what_runs_finish()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var running = supervisor.CallAsync(tenant, "work", new { id = "last", ms = 1500 });
        await supervisor.Process.LineAsync("started last");

        supervisor.Signal(Signals.Term);

        ((int)(await running).Result["value"]!).ShouldBe(1);
        (await supervisor.Process.ExitCodeAsync()).ShouldBe(0);
        supervisor.SocketFolders.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_run_that_nothing_stops_is_abandoned_and_another_worker_takes_its_slots()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await StartAsync(database, """
            workers:
              heartbeat_interval: 200ms
              kill_grace: 500ms
            limits:
              wall_time: 2s
              cpu_time: 1s
            """);
        var (guilty, beside) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(0).Skip(1).First());
        await supervisor.PublishAsync(guilty, "work", Scripts.Worker);
        await supervisor.PublishAsync(beside, "work", Scripts.Worker);

        var lost = await supervisor.CallAsync(guilty, "hang", new { id = "forever" });

        lost.Problem.ShouldBe("worker_lost");
        await supervisor.ReplacedAsync(0);
        ((int)(await supervisor.ValueAsync(beside, "add", new { }))!).ShouldBe(1);
        ((int)(await supervisor.RestedCallAsync(guilty, "add", new { })).Result["value"]!).ShouldBe(1);

        supervisor.Signal(Signals.Term);
        (await supervisor.Process.ExitCodeAsync()).ShouldBe(0);
    }

    private static Task<RunningSupervisor> StartAsync(TestDatabase database, string settings = "") =>
        RunningSupervisor.StartAsync(database, settings, "--worker-type", "threadpool");
}
