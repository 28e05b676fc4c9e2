using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

[Collection(TimedCollection.Name)]
public sealed class StopTests
{
    /// <summary>Nothing left inside a supervisor that died may live longer.</summary>
    private static readonly TimeSpan Orphanhood = TimeSpan.FromSeconds(5);

    [DatabaseTheory]
    [InlineData(Signals.Term)]
    [InlineData(Signals.Int)]
    [InlineData(Signals.Hup)]
    [InlineData(Signals.Quit)]
    public async Task A_signal_lets_what_runs_finish_and_be_answered_and_refuses_what_comes(int signal)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var workers = Processes.WorkersOf(supervisor.Process.Id);
        supervisor.SocketFolders.Count.ShouldBe(1);
        var running = supervisor.CallAsync(tenant, "work", new { id = "last", ms = 1700 });
        await supervisor.Process.LineAsync("started last");

        supervisor.Signal(signal);
        await Eventually.HoldsAsync(
            async () => (await supervisor.ReadinessAsync()).Body.ToJsonString().Contains("is stopping", StringComparison.Ordinal),
            () => supervisor.Process.Output);
        var refused = await supervisor.CallAsync(tenant, "add", new { });

        (refused.Status, refused.Problem, refused.RetryAfter is not null).ShouldBe((503, "draining", true));
        ((int)(await running).Result["value"]!).ShouldBe(1);
        (await supervisor.Process.ExitCodeAsync()).ShouldBe(0);
        supervisor.SocketFolders.ShouldBeEmpty();
        workers.Where(Processes.IsAlive).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task What_is_not_done_within_the_drain_time_is_ended()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              drain_timeout: 500ms
            """);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var workers = Processes.WorkersOf(supervisor.Process.Id);
        var hanging = supervisor.CallAsync(tenant, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        supervisor.Signal(Signals.Term);

        (await hanging).Problem.ShouldBe("worker_lost");
        (await supervisor.Process.ExitCodeAsync()).ShouldBe(0);
        supervisor.SocketFolders.ShouldBeEmpty();
        workers.Where(Processes.IsAlive).ShouldBeEmpty();
    }

    [DatabaseTheory]
    [InlineData(Signals.Term, Signals.Term)]
    [InlineData(Signals.Int, Signals.Int)]
    public async Task A_second_signal_ends_at_once(int first, int second)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              drain_timeout: 10m
            limits:
              wall_time: 10m
            """);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var workers = Processes.WorkersOf(supervisor.Process.Id);
        var hanging = supervisor.CallAsync(tenant, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        supervisor.Signal(first);
        await supervisor.Process.LineAsync("Stopping");
        supervisor.Signal(second);

        (await supervisor.Process.ExitCodeAsync()).ShouldBe(130);
        supervisor.SocketFolders.ShouldBeEmpty();
        workers.Where(Processes.IsAlive).ShouldBeEmpty();
        await hanging.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [DatabaseFact]
    public async Task A_supervisor_that_is_killed_takes_its_workers_with_it_and_the_next_one_starts()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            limits:
              wall_time: 10m
            """);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        await supervisor.RunAsync(tenant, "add", new { });
        var workers = Processes.WorkersOf(supervisor.Process.Id);
        workers.Count.ShouldBe(2);
        var hanging = supervisor.CallAsync(tenant, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        supervisor.Process.Kill();

        (await Processes.GoneAsync(workers)).ShouldBeLessThan(Orphanhood);
        await Should.ThrowAsync<HttpRequestException>(hanging);
        await using var next = await RunningSupervisor.StartAsync(database);
        ((int)(await next.ValueAsync(tenant, "add", new { }))!).ShouldBe(2);
    }
}
