using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>Attacks in short. How long the neighbours wait is a matter of <c>./dev siege</c>; what must not happen at all is shown here.</summary>
public sealed class SiegeTests
{
    [DatabaseTheory]
    [InlineData("loop")]
    [InlineData("reads")]
    [InlineData("garbage")]
    [InlineData("retain")]
    [InlineData("big-writes")]
    [InlineData("big-commits")]
    public async Task An_attack_ends_by_name_costs_no_worker_and_refuses_no_neighbour(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database, "limits:\n  cpu_time: 300ms\n  wall_time: 1s");
        var attack = Attack.All.Single(one => one.Name == name);

        var (before, during, attackers) = await new SiegePlay(supervisor, TimeProvider.System).RunAsync(attack, count: 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));

        before.Refused.ShouldBeEmpty();
        during.Refused.ShouldBeEmpty();
        attackers.Outcomes.ShouldNotBeEmpty();
        attackers.Outcomes.Keys.ShouldBeSubsetOf(["completed", "CpuLimit", "TimeLimit", "HeapLimit", "ScriptError", "TooManyLogLines", "queue_full", "rate_limited", "deadline_exceeded"]);
        (await supervisor.WorkersAsync()).Sum(worker => (int)worker!["restarts"]!).ShouldBe(0);
    }
}
