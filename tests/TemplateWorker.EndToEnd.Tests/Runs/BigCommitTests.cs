using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Runs;

/// <summary>A tenant whose runs write megabytes, beside tenants whose runs write a counter, all in one worker.</summary>
public sealed class BigCommitTests
{
    private const int Neighbours = 10;
    private const int RunsEach = 10;

    [DatabaseFact]
    public async Task A_hundred_small_runs_of_others_are_committed_while_a_big_commit_is_held()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1");
        await supervisor.PublishAsync("shop:writer", "t", "on('go', () => { for (let i = 0; i < 15; i++) kv.set(`k${i}`, 'v'.repeat(200000)); });");
        var neighbours = Enumerable.Range(0, Neighbours).Select(number => $"shop:neighbour-{number}").ToArray();
        foreach (var neighbour in neighbours)
        {
            await supervisor.PublishAsync(neighbour, "t", "on('go', () => kv.increment('n'));");
        }

        var gate = await CommitGate.CloseAsync(database, "writer");
        var big = supervisor.CallAsync("shop:writer", "go", new { });
        await Eventually.HoldsAsync(gate.IsReachedAsync, () => supervisor.Process.Output);
        for (var round = 1; round <= RunsEach; round++)
        {
            foreach (var answer in await Task.WhenAll(neighbours.Select(neighbour => supervisor.ValueAsync(neighbour, "go", new { }))))
            {
                ((int)answer!).ShouldBe(round);
            }
        }

        big.IsCompleted.ShouldBeFalse();
        await gate.OpenAsync();
        (await big).Reason.ShouldBeNull();
        ((string)(await supervisor.KeyAsync("shop:writer", "k14"))!).Length.ShouldBe(200_000);
    }
}
