using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Engines;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

public sealed class ReadinessTests
{
    [DatabaseFact]
    public async Task A_worker_is_ready_only_after_it_said_so_not_when_it_was_spawned()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (supervisor, worker) = await ListenWithStoppedWorkerAsync(database, "");
        await using var _ = supervisor;

        var before = await supervisor.ReadinessAsync();
        (before.Status, (bool)before.Body["checks"]!["workers"]!["ok"]!).ShouldBe((503, false));
        before.Body["checks"]!["workers"]!.ToJsonString().ShouldContain("worker 0 is starting");
        (bool, bool) others = ((bool)before.Body["checks"]!["database"]!["ok"]!, (bool)before.Body["checks"]!["schema"]!["ok"]!);
        others.ShouldBe((true, true));
        var status = (await supervisor.WorkersAsync())[0]!;
        ((string?)status["state"], (int)status["pid"]!).ShouldBe(("starting", worker));
        var refused = await supervisor.CallAsync("shop:1", "anything", new { });
        (refused.Status, refused.Problem, refused.RetryAfter is not null).ShouldBe((503, "no_worker_ready", true));

        Processes.Signal(worker, Signals.Cont);
        await supervisor.ReadyAsync();
        (await supervisor.CallAsync("shop:1", "anything", new { })).Results.ShouldBeEmpty();
        ((int)(await supervisor.WorkersAsync())[0]!["restarts"]!).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_worker_that_is_not_ready_in_time_is_killed_and_started_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (supervisor, worker) = await ListenWithStoppedWorkerAsync(database, """
            workers:
              start_timeout: 5s
            """);
        await using var _ = supervisor;

        var workers = await supervisor.ReplacedAsync(0);

        ((string?)workers[0]!["last_exit"])!.ShouldContain("workers.start_timeout");
        Processes.IsAlive(worker).ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task A_signal_that_comes_while_the_workers_start_ends_them_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (supervisor, worker) = await ListenWithStoppedWorkerAsync(database, "");
        await using var _ = supervisor;

        supervisor.Signal(Signals.Term);

        (await supervisor.Process.ExitCodeAsync()).ShouldBe(0);
        Processes.IsAlive(worker).ShouldBeFalse();
        supervisor.SocketFolders.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_worker_that_cannot_start_is_reported_unhealthy_and_tried_again_while_the_supervisor_stays_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        await AllowConnectionsAsync(database, "false");

        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);

        var workers = await supervisor.WorkersAsync(now => (bool)now[0]!["unhealthy"]!);
        ((string?)workers[0]!["last_exit"])!.ShouldContain("StorageUnavailable");
        ((string?)workers[1]!["state"]).ShouldBe("ready");
        var readiness = await supervisor.ReadinessAsync();
        (readiness.Status, (bool)readiness.Body["checks"]!["workers"]!["ok"]!).ShouldBe((503, false));
        await supervisor.Process.LineAsync("Restarting worker");
        var elsewhere = Tenants.OfWorker(1).First();
        (await supervisor.CallAsync(elsewhere, "anything", new { })).Status.ShouldBe(200);

        await AllowConnectionsAsync(database, "true");
        await supervisor.ReadyAsync();
        (await supervisor.CallAsync(Tenants.OfWorker(0).First(), "anything", new { })).Status.ShouldBe(200);
    }

    [JavaScriptCoreFact]
    public async Task An_engine_that_its_environment_makes_unusable_is_named_and_the_supervisor_stays_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        var environment = new Dictionary<string, string> { ["JSC_useJIT"] = "1" };

        await using var supervisor = await RunningSupervisor.ListenAsync(
            database, "scripting:\n  engine: javascriptcore", environment, "--worker-type", "threadpool", "--process-workers", "1");

        var workers = await supervisor.WorkersAsync(now => (bool)now[0]!["unhealthy"]!);
        ((string?)workers[0]!["last_exit"])!.ShouldContain("JSC_useJIT");
        (await supervisor.ReadinessAsync()).Status.ShouldBe(503);
        supervisor.Signal(Signals.Term);
        (await supervisor.Process.ExitCodeAsync()).ShouldBe(0);
    }

    /// <summary>A supervisor whose one worker stands still before it can say anything; the next one would not.</summary>
    private static async Task<(RunningSupervisor Supervisor, int Worker)> ListenWithStoppedWorkerAsync(
        TestDatabase database, string settings)
    {
        var (process, folder) = RunningSupervisor.StartProcess(database, settings, StartupHook.Environment, "--process-workers", "1");
        var supervisor = await RunningSupervisor.ListenAsync((process, folder));
        IReadOnlyList<int> stopped = [];
        await Eventually.HoldsAsync(
            () => Task.FromResult((stopped = [.. Processes.WorkersOf(process.Id).Where(Processes.IsStopped)]).Count > 0),
            () => process.Output);
        return (supervisor, stopped[0]);
    }

    // Told from another database of the server, as it must be.
    private static async Task AllowConnectionsAsync(TestDatabase database, string allow)
    {
        await using var beside = await TestDatabase.CreateEmptyAsync();
        await beside.ExecuteAsync($"alter database {database.Name} allow_connections {allow}");
    }
}
