using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class WorkersApiTests
{
    [DatabaseFact]
    public async Task Workers_are_shown()
    {
        await using var api = await ApiServer.StartAsync();

        var worker = (await api.SendAsync("GET", "/v1/workers")).ShouldHaveStatus(200).Json["workers"]!.AsArray().Single()!;

        worker["number"]!.GetValue<int>().ShouldBe(0);
        worker["state"]!.GetValue<string>().ShouldBe("ready");
        worker["pid"]!.GetValue<int>().ShouldBe(Environment.ProcessId);
        worker["uptime_seconds"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
        worker["slots"]!.GetValue<int>().ShouldBe(4096);
        worker["restarts"]!.GetValue<int>().ShouldBe(0);
        worker["last_exit"].ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Background_work_is_shown_with_its_last_success()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        using var stopping = new CancellationTokenSource();
        var done = new TaskCompletionSource();
        var kept = api.Loops.KeepAsync(new BackgroundLoop("lease", WorkAsync), stopping.Token);
        var idle = api.Loops.KeepAsync(new BackgroundLoop("maintenance", (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)), stopping.Token);
        await done.Task;

        var loops = (await api.SendAsync("GET", "/v1/workers")).ShouldHaveStatus(200).Json["loops"]!.AsArray();

        loops.Select(loop => loop!["name"]!.GetValue<string>()).ShouldBe(["lease", "maintenance"]);
        loops[0]!["last_success"]!.GetValue<DateTimeOffset>().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        loops[1]!["last_success"].ShouldBeNull();
        loops.ShouldAllBe(loop => loop!["restarts"]!.GetValue<int>() == 0);
        await stopping.CancelAsync();
        await Task.WhenAll(kept, idle);

        Task WorkAsync(LoopPulse pulse, CancellationToken token)
        {
            pulse.Beat();
            done.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        }
    }

    [DatabaseFact]
    public async Task A_restart_drains_the_worker()
    {
        await using var api = await ApiServer.StartAsync();

        (await api.SendAsync("POST", "/v1/workers/0/restart")).ShouldHaveStatus(202).Text.ShouldBe("""{"number":0}""");

        await api.Workers.Received.FirstAsync<Drain>();
    }

    [DatabaseFact]
    public async Task A_worker_that_is_not_there_or_not_ready_is_not_restarted()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("POST", "/v1/workers/0/restart")).ShouldBeProblem(409, "worker_not_ready");
        (await api.SendAsync("POST", "/v1/workers/1/restart")).ShouldBeProblem(404, "unknown_worker");
        (await api.SendAsync("POST", "/v1/workers/-1/restart")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("POST", "/v1/workers/x/restart")).ShouldBeProblem(400, "invalid_parameter");
    }

    [DatabaseFact]
    public async Task It_is_ready_when_database_schema_and_workers_are()
    {
        await using var api = await ApiServer.StartAsync();

        var ready = (await api.SendAsync("GET", "/readyz")).ShouldHaveStatus(200).Json;

        ready["ready"]!.GetValue<bool>().ShouldBeTrue();
        ready["checks"]!.AsObject().Select(check => check.Key).ShouldBe(["database", "schema", "workers"]);
    }

    [DatabaseFact]
    public async Task A_worker_that_is_not_ready_makes_it_not_ready()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var ready = (await api.SendAsync("GET", "/readyz")).ShouldHaveStatus(503).Json;

        ready["ready"]!.GetValue<bool>().ShouldBeFalse();
        ready["checks"]!["database"]!["ok"]!.GetValue<bool>().ShouldBeTrue();
        ready["checks"]!["workers"]!["ok"]!.GetValue<bool>().ShouldBeFalse();
        ready["checks"]!["workers"]!["detail"]!.GetValue<string>().ShouldBe("0 of 1 workers are ready; worker 0 is starting.");
    }

    [DatabaseFact]
    public async Task A_schema_that_is_not_this_versions_makes_it_not_ready()
    {
        await using var api = await ApiServer.StartAsync();
        await api.Database.ExecuteAsync("insert into _migrations_applied (id) values ('from_the_future')");

        var schema = (await api.SendAsync("GET", "/readyz")).ShouldHaveStatus(503).Json["checks"]!["schema"]!;

        schema["ok"]!.GetValue<bool>().ShouldBeFalse();
        schema["detail"]!.GetValue<string>().ShouldContain("from_the_future");
    }
}
