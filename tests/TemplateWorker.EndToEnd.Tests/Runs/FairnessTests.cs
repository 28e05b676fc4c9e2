using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

public sealed class FairnessTests
{
    private const int Flood = 40;

    [DatabaseFact]
    public async Task A_tenant_that_floods_its_worker_delays_another_by_one_run_and_not_by_its_queue()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, """
            workers:
              call_timeout: 5m
            scripting:
              threads: 1
            limits:
              cpu_time: 200ms
              thread_time_per_minute: 1m
            """);
        var (greedy, modest) = (Tenants.OfWorker(0).First(), Tenants.OfWorker(0).Skip(1).First());
        await supervisor.PublishAsync(greedy, "burn", """on("burn", () => { while (true) {} });""");
        await supervisor.PublishAsync(modest, "add", """on("add", () => kv.increment("n"));""");
        await supervisor.RunAsync(modest, "add", new { });

        var burnt = 0;
        var flood = Enumerable.Range(0, Flood).Select(_ => BurnAsync()).ToArray();
        List<int> between = [];
        while (between.Count < 8)
        {
            var before = Volatile.Read(ref burnt);
            await supervisor.ValueAsync(modest, "add", new { });
            between.Add(Volatile.Read(ref burnt) - before);
        }

        // Counted, not timed: however slow the machine is, an event waits for the run on the thread, and not for the
        // forty before it. A few more may end while its answer is on its way.
        flood.ShouldContain(call => !call.IsCompleted, "the flood ended before it could delay anybody");
        between.Max().ShouldBeLessThanOrEqualTo(Flood / 8);
        await Task.WhenAll(flood);

        async Task BurnAsync()
        {
            (await supervisor.CallAsync(greedy, "burn", new { })).Reason.ShouldBe("CpuLimit");
            Interlocked.Increment(ref burnt);
        }
    }
}
