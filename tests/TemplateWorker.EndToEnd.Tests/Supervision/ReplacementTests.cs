using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

public sealed class ReplacementTests
{
    private const int Clients = 8;

    [DatabaseFact]
    public async Task Restarting_every_worker_under_load_loses_no_call()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        string[] tenants = [.. Tenants.OfWorker(0).Take(3), .. Tenants.OfWorker(1).Take(3)];
        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        }

        var before = await supervisor.WorkersAsync();
        await using var load = Load.Start(Clients, (client, round) =>
            supervisor.PatientCallAsync(tenants[(client + round) % tenants.Length], "add", new { }));
        await load.AnsweredAsync(100);
        await supervisor.RestartWorkerAsync(0);
        await supervisor.ReplacedAsync(0);
        await supervisor.RestartWorkerAsync(1);
        var after = await supervisor.ReplacedAsync(1);
        await load.AnsweredAsync(100);
        var answers = await load.StopAsync();

        answers.Where(answer => answer.Status != 200).ShouldBeEmpty();
        var counted = 0;
        foreach (var tenant in tenants)
        {
            counted += (int)(await supervisor.KeyAsync(tenant, "n"))!;
        }

        counted.ShouldBe(answers.Count);
        for (var number = 0; number < 2; number++)
        {
            ((int)after[number]!["pid"]!).ShouldNotBe((int)before[number]!["pid"]!);
            ((string?)after[number]!["last_exit"])!.ShouldContain("an operator requested it");
            ((bool)after[number]!["unhealthy"]!).ShouldBeFalse();
        }
    }

    [DatabaseFact]
    public async Task A_worker_that_outgrows_its_memory_is_replaced_and_loses_no_call()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              memory: 256MiB
              heartbeat_interval: 100ms
            """);
        string[] tenants = [.. Tenants.OfWorker(0).Take(16)];
        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "hoard", """
                const hoard = [];
                on("hoard", () => {
                  if (hoard.length < 5) hoard.push(new Uint8Array(8 << 20).fill(1));
                  return kv.increment("n");
                });
                """);
        }

        await using var load = Load.Start(tenants.Length, (client, _) => supervisor.PatientCallAsync(tenants[client], "hoard", new { }));
        await supervisor.ReplacedAsync(0);
        var answers = await load.StopAsync();

        (await supervisor.Process.LineAsync("after its current runs: ")).ShouldContain("workers.memory is 256 MiB");
        answers.Where(answer => answer.Status != 200).ShouldBeEmpty();
        var counted = 0;
        foreach (var tenant in tenants)
        {
            counted += (int)(await supervisor.KeyAsync(tenant, "n"))!;
        }

        counted.ShouldBe(answers.Count(answer => (string?)answer.Result["outcome"] == "completed"));
    }

    [DatabaseFact]
    public async Task A_worker_that_is_replaced_finishes_what_it_runs_first()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        var running = supervisor.CallAsync(tenant, "work", new { id = "long", ms = 1500 });
        await supervisor.Process.LineAsync("started long");

        await supervisor.RestartWorkerAsync(0);
        var next = supervisor.PatientCallAsync(tenant, "add", new { });

        ((int)(await running).Result["value"]!).ShouldBe(1);
        ((int)(await next).Result["value"]!).ShouldBe(2);
        (await supervisor.ReplacedAsync(0)).Count.ShouldBe(2);
    }
}
