using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.Storage.Policies;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

/// <summary>A supervisor and its workers that die together, as when a container runs out of memory.</summary>
[Collection(TimedCollection.Name)]
public sealed class CommonDeathTests
{
    private const string LongRuns = """
        limits:
          wall_time: 10m
          cpu_time: 10m
        """;

    [DatabaseFact]
    public async Task A_delivery_that_takes_supervisor_and_worker_along_counts_a_death_at_each_start_and_is_quarantined_at_the_third()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (process, folder) = RunningSupervisor.StartProcess(database, LongRuns, new Dictionary<string, string>(), "--process-workers", "1");
        using var _ = folder;
        for (var death = 1; death <= RetryPlan.MaxDeaths; death++)
        {
            var supervisor = await RunningSupervisor.ListenAsync((process, folder));
            await supervisor.ReadyAsync();
            if (death == 1)
            {
                await supervisor.PublishAsync("guild:1", "work", Scripts.Worker);
                using var accepted = await supervisor.Client.PostAsJsonAsync(
                    "/v1/tenants/guild/1/events", new { name = "work", data = new { id = "fatal", ms = 600_000 } });
            }

            await process.LineAsync("started fatal");
            int[] all = [process.Id, .. Processes.WorkersOf(process.Id)];
            foreach (var one in all)
            {
                Processes.Signal(one, Signals.Kill);
            }

            await Processes.GoneAsync(all);
            await process.DisposeAsync();
            process = RunningProcess.Start(
                ["--config", Path.Combine(folder.Path, "config.yaml"), "--log-format", "json", "--process-workers", "1", "--max-db-connections", "4"],
                new Dictionary<string, string> { ["TMPDIR"] = folder.Temporary });
            await process.LineAsync(death < RetryPlan.MaxDeaths ? "is ready" : "was quarantined");
            (await database.ReadAsync<long>("select count(*) from history where reason in ('WorkerDied', 'Quarantined')")).ShouldBe(death);
        }

        await process.DisposeAsync();
        (await database.ReadAsync<long>("select count(*) from dead_letters")).ShouldBe(1);
        (await database.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(0);
    }
}
