using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

/// <summary>A supervisor that does not run for a while, as on a busy, suspended or swapping machine.</summary>
[Collection(TimedCollection.Name)]
public sealed class StalledSupervisorTests
{
    private static readonly double[] Stalls = [1, 3, 5, 2.6, 10, 4];

    [DatabaseFact]
    public async Task A_supervisor_that_stood_still_under_load_kills_no_worker_and_counts_no_death()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        string[] tenants = [.. Tenants.OfWorker(0).Take(2), .. Tenants.OfWorker(1).Take(2)];
        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        }

        var workers = Processes.WorkersOf(supervisor.Process.Id);
        await using var load = Load.Start(tenants.Length, (client, round) => supervisor.CallAsync(
            tenants[client], "work", new { id = string.Create(CultureInfo.InvariantCulture, $"{client}/{round}"), ms = 50 }));
        foreach (var seconds in Stalls)
        {
            await load.AnsweredAsync(tenants.Length);
            supervisor.Signal(Signals.Stop);
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
            supervisor.Signal(Signals.Cont);
        }

        await load.AnsweredAsync(tenants.Length);
        await load.StopAsync();

        Processes.WorkersOf(supervisor.Process.Id).ShouldBe(workers, ignoreOrder: true, supervisor.Process.Output);
        (await supervisor.WorkersAsync()).ShouldAllBe(worker => (int)worker!["restarts"]! == 0);
        (await database.ReadAsync<long>("select count(*) from history where reason like 'Worker%'")).ShouldBe(0);
        supervisor.Process.Output.ShouldNotContain("counted against");
    }
}
