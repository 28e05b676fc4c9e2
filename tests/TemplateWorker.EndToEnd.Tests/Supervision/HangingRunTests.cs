using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

public sealed class HangingRunTests
{
    private const string Settings = """
        workers:
          heartbeat_interval: 200ms
          kill_grace: 500ms
        scripting:
          threads: 1
        limits:
          wall_time: 6s
          cpu_time: 1s
        """;

    [DatabaseFact]
    public async Task A_run_that_nothing_inside_stops_is_killed_by_its_age_and_everybody_else_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, Settings);
        var (guilty, beside) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(0).Skip(1).First());
        var elsewhere = Tenants.OfWorker(1).First();
        foreach (var tenant in new[] { guilty, beside, elsewhere })
        {
            await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        }

        var hanging = supervisor.CallAsync(guilty, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        (await supervisor.CallAsync(elsewhere, "add", new { })).Status.ShouldBe(200);
        hanging.IsCompleted.ShouldBeFalse("the other worker must not wait for this one");
        (await hanging).Problem.ShouldBe("worker_lost");
        var workers = await supervisor.ReplacedAsync(0);
        ((string?)workers[0]!["last_exit"])!.ShouldContain($"template work of {guilty}");
        ((int)workers[1]!["restarts"]!).ShouldBe(0);
        (await supervisor.CallAsync(beside, "add", new { })).Status.ShouldBe(200);
        (await supervisor.CallAsync(elsewhere, "add", new { })).Status.ShouldBe(200);
        var resting = await supervisor.CallAsync(guilty, "hang", new { id = "again" });
        (resting.Status, resting.Problem, resting.RetryAfter is not null).ShouldBe((503, "tenant_resting", true));
        (await database.ReadTextsAsync("select concat_ws(' ', template, event, outcome, reason) from history where reason = 'WorkerKilled'"))
            .ShouldBe(["work hang failed WorkerKilled"]);
        await Eventually.HoldsAsync(
            async () => (await supervisor.CallAsync(guilty, "add", new { })).Status == 200, () => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task With_another_script_thread_nobody_in_the_same_process_waits_for_a_run_that_hangs()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            limits:
              wall_time: 10m
            """);
        string[] tenants = [.. Tenants.OfWorker(0).Take(7)];
        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        }

        var hanging = supervisor.CallAsync(tenants[0], "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        for (var round = 1; round <= 3; round++)
        {
            foreach (var neighbour in tenants[1..])
            {
                ((int)(await supervisor.ValueAsync(neighbour, "add", new { }))!).ShouldBe(round);
            }
        }

        hanging.IsCompleted.ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task What_waits_behind_a_run_that_is_killed_is_told_at_once_and_no_other_tenant_waits()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, Settings);
        var (guilty, beside) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(0).Skip(1).First());
        await supervisor.PublishAsync(guilty, "work", Scripts.Worker);
        await supervisor.PublishAsync(beside, "work", Scripts.Worker);
        var hanging = supervisor.CallAsync(guilty, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");

        var behind = supervisor.CallAsync(guilty, "add", new { });
        ((int)(await supervisor.ValueAsync(beside, "add", new { }))!).ShouldBe(1);
        hanging.IsCompleted.ShouldBeFalse("a run that shows no progress gives its thread's turn to others");

        (await behind).Problem.ShouldBe("worker_lost");
        (await hanging).Problem.ShouldBe("worker_lost");
        (await supervisor.RestedCallAsync(guilty, "add", new { })).Status.ShouldBe(200);
    }

    [DatabaseFact]
    public async Task A_template_that_hangs_while_it_is_checked_is_refused_and_the_worker_replaced()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, Settings);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);

        var publishing = () => supervisor.PublishAsync(tenant, "work", """on("x", () => 1); """ + Scripts.Hang);

        (await publishing.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("worker_lost");
        await supervisor.ReplacedAsync(0);
        (await publishing.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("tenant_resting");
        (await supervisor.CallAsync(tenant, "add", new { })).Problem.ShouldBe("tenant_resting");
        ((int)(await supervisor.WorkersAsync())[0]!["restarts"]!).ShouldBe(1, "what rests ends no further worker");
        (await supervisor.RestedCallAsync(tenant, "add", new { })).Status.ShouldBe(200);
    }
}
