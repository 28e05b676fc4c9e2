using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

/// <summary>What the death of a worker costs the deliveries that were running on it.</summary>
[Collection(TimedCollection.Name)]
public sealed class DeliveryBlameTests
{
    private const string Settings = """
        workers:
          heartbeat_interval: 200ms
          kill_grace: 500ms
        scripting:
          threads: 2
        limits:
          wall_time: 6s
          cpu_time: 6s
        """;

    [DatabaseFact]
    public async Task A_delivery_that_its_worker_was_killed_for_counts_a_death_and_what_ran_beside_it_does_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, Settings);
        var (guilty, beside) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(0).Skip(1).First());
        await supervisor.PublishAsync(guilty, "work", Scripts.Worker);
        await supervisor.PublishAsync(beside, "work", Scripts.Worker);

        await AcceptAsync(supervisor, guilty, "hang", new { id = "forever" });
        await supervisor.Process.LineAsync("started forever");
        await supervisor.ReplacedAsync(0);

        await Eventually.HoldsAsync(
            async () => await database.ReadAsync<string>("select concat_ws(' ', deaths, attempt, failures -> 0 ->> 'reason') from deliveries") == "1 1 WorkerKilled",
            () => supervisor.Process.Output);
        await AcceptAsync(supervisor, beside, "add", new { });
        await Eventually.HoldsAsync(
            async () => await supervisor.KeyAsync(beside, "n") is { } n && (int)n == 1, () => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task A_delivery_on_a_worker_that_was_killed_from_outside_counts_a_death_and_runs_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, Settings);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);

        await AcceptAsync(supervisor, tenant, "work", new { id = "once", ms = 1500 });
        await supervisor.Process.LineAsync("started once");
        Processes.Signal(await supervisor.ProcessOfWorkerAsync(0), Signals.Kill);

        await Eventually.HoldsAsync(
            async () => await supervisor.KeyAsync(tenant, "n") is { } n && (int)n == 1, () => supervisor.Process.Output);
        (await database.ReadTextsAsync("select concat_ws(' ', attempt, outcome, reason) from history order by attempt"))
            .ShouldBe(["1 retry WorkerDied", "2 done"]);
        (await database.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task When_a_supervisor_is_killed_another_one_runs_its_deliveries_within_five_seconds()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var survivor = await RunningSupervisor.StartAsync(database, Settings);
        await using var victim = await RunningSupervisor.StartAsync(database, Settings);
        string[] tenants = [.. Tenants.OfWorker(0).Take(8)];
        foreach (var tenant in tenants)
        {
            await survivor.PublishAsync(tenant, "work", Scripts.Worker);
        }

        await Eventually.HoldsAsync(
            async () => await database.ReadAsync<long>("select count(distinct owner) from slots") == 2
                && await database.ReadAsync<long>("select min(n) from (select count(*) n from slots group by owner) x") > 1000,
            () => survivor.Process.Output);

        victim.Signal(Signals.Kill);
        var killed = TimeProvider.System.GetTimestamp();
        foreach (var tenant in tenants)
        {
            await AcceptAsync(survivor, tenant, "add", new { });
        }

        await Eventually.HoldsAsync(
            async () => await database.ReadAsync<long>("select count(*) from tenant_kv where key = 'n'") == tenants.Length,
            () => survivor.Process.Output);
        TimeProvider.System.GetElapsedTime(killed).TotalSeconds.ShouldBeLessThan(6, "5 s, and one for a busy machine");
    }

    private static async Task AcceptAsync(RunningSupervisor supervisor, string tenant, string name, object data)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/tenants/{tenant.Replace(':', '/')}/events");
        using var answer = await supervisor.Client.PostAsJsonAsync(path, new { name, data });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }
}
