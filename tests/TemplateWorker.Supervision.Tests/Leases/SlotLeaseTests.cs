using System.Diagnostics;
using TemplateWorker.Supervision.Leases;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Supervision.Tests.Leases;

/// <summary>Supervisors that divide the slots among themselves in one database.</summary>
public sealed class SlotLeaseTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    [DatabaseFact]
    public async Task One_alone_has_all_slots_before_it_starts_its_workers()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var alone = await LeasingSupervisor.StartAsync(test.Database);

        alone.Slots.Count.ShouldBe(TenantId.SlotCount);
        alone.Slots.ShouldAllBe(slot => slot.Fence == 1);
    }

    [DatabaseFact]
    public async Task Whoever_joins_gets_its_share_and_nothing_else_moves()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second);
        var before = await FencesAsync(test);

        await using var third = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second, third);

        var moved = (await FencesAsync(test)).Index().Where(slot => slot.Item != before[slot.Index]).Select(slot => slot.Index);
        moved.ShouldBe(third.Slots.Select(slot => slot.Slot).Order());
        third.Slots.ShouldAllBe(slot => slot.Fence == before[slot.Slot] + 1);
    }

    [DatabaseFact]
    public async Task Slots_move_only_when_the_workers_have_let_go_of_them()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        var letGo = new TaskCompletionSource();
        first.LetGo = letGo.Task;

        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await UntilAsync(() => Task.FromResult(first.Slots.Count < TenantId.SlotCount), "the workers are told");
        await UntilAsync(() => test.ReadAsync<bool>($"select expires_at > started_at + interval '2 s' from supervisors where id = '{first.Id}'"), "heartbeats go on");
        second.Slots.ShouldBeEmpty();

        letGo.SetResult();
        await AreDividedAsync(test, first, second);
    }

    [DatabaseFact]
    public async Task Whoever_leaves_hands_its_slots_back_at_once_and_nothing_else_moves()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await using var third = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second, third);
        var left = third.Slots.Select(slot => slot.Slot).Order().ToArray();
        var before = await FencesAsync(test);

        await third.LeaveAsync();
        await AreDividedAsync(test, first, second);

        (await FencesAsync(test)).Index().Where(slot => slot.Item != before[slot.Index]).Select(slot => slot.Index).ShouldBe(left);
    }

    [DatabaseFact]
    public async Task The_slots_of_whoever_is_not_heard_of_are_with_the_others_right_after_its_lease()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second);

        await second.CrashAsync();
        await AreDividedAsync(test, first);
    }

    [DatabaseFact]
    public async Task Whoever_was_paused_finds_its_slots_gone_and_gets_its_share_anew()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second);
        var had = second.Slots;
        await second.CrashAsync();
        await AreDividedAsync(test, first);

        // The other one's loop goes on, and would give a share back between two statements of this heartbeat.
        var letGo = new TaskCompletionSource();
        first.LetGo = letGo.Task;
        await second.AwakeAsync();
        second.Slots.ShouldBeEmpty();

        letGo.SetResult();
        await UntilAsync(
            async () =>
            {
                await second.AwakeAsync();
                return second.Slots.Count == had.Count;
            },
            "its share");
        second.Slots.OrderBy(slot => slot.Slot).Zip(had.OrderBy(slot => slot.Slot))
            .ShouldAllBe(pair => pair.First.Slot == pair.Second.Slot && pair.First.Fence > pair.Second.Fence);
    }

    [DatabaseFact]
    public async Task Whoever_was_away_takes_nothing_from_those_that_were_away_with_it_and_come_back_within_a_lease()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second);
        await first.CrashAsync();
        await second.CrashAsync();
        var before = await FencesAsync(test);
        await UntilAsync(() => test.ReadAsync<bool>("select bool_and(expires_at < now() - interval '200 ms') from supervisors"), "both leases are over");

        await first.AwakeAsync();
        await second.AwakeAsync();
        await first.AwakeAsync();

        (await FencesAsync(test)).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Whoever_was_away_takes_the_slots_of_those_that_stay_away_after_one_lease()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second);
        await first.CrashAsync();
        await second.CrashAsync();
        await UntilAsync(() => test.ReadAsync<bool>("select bool_and(expires_at < now() - interval '200 ms') from supervisors"), "both leases are over");

        await UntilAsync(
            async () =>
            {
                await first.AwakeAsync();
                return first.Slots.Count == TenantId.SlotCount;
            },
            "all slots");
    }

    [DatabaseFact]
    public async Task A_dead_supervisor_loses_its_slots_although_the_clock_of_the_database_was_set_back()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var first = await LeasingSupervisor.StartAsync(test.Database);
        await using var second = await LeasingSupervisor.StartAsync(test.Database);
        await AreDividedAsync(test, first, second);
        await second.CrashAsync();
        await test.ExecuteAsync("update supervisors set expires_at = expires_at + interval '1 hour'");

        await AreDividedAsync(test, first);
    }

    /// <summary>Waits until these have all slots, each the share that it should, and each slot one owner.</summary>
    private static async Task AreDividedAsync(TestDatabase test, params LeasingSupervisor[] supervisors)
    {
        await UntilAsync(
            () => Task.FromResult(supervisors.All(supervisor => supervisor.Slots.Select(slot => slot.Slot).ToHashSet()
                .SetEquals(SlotShares.Of(supervisor.Id, supervisors.Where(other => other != supervisor).Select(other => other.Id))))),
            "the slots are divided");

        var fences = await FencesAsync(test);
        supervisors.SelectMany(supervisor => supervisor.Slots).ShouldAllBe(slot => fences[slot.Slot] == slot.Fence);
        var owners = await test.ReadTextsAsync("select owner::text from slots order by slot");
        foreach (var supervisor in supervisors)
        {
            supervisor.Slots.ShouldAllBe(slot => owners[slot.Slot] == supervisor.Id.ToString());
        }
    }

    private static async Task<long[]> FencesAsync(TestDatabase test) =>
        [.. (await test.ReadTextsAsync("select fence::text from slots order by slot")).Select(fence => long.Parse(fence!))];

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(UnexpectedTimeout, $"waited for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
