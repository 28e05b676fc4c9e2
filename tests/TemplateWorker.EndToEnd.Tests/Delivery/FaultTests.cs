using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>The short form of the fault suite: processes are killed and stopped while events flow; none is lost, doubled or out of order.</summary>
public sealed class FaultTests
{
    private const int ManyTenants = 40;

    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(5);

    [DatabaseFact]
    public async Task Events_that_are_sent_while_workers_are_killed_are_each_done_once_and_in_order()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var flow = new EventFlow(database, ManyTenants);
        await flow.PublishAsync(supervisor);

        var sending = flow.SendAsync(() => supervisor, 25);
        for (var kill = 0; kill < 4; kill++)
        {
            Processes.Signal(await supervisor.ProcessOfWorkerAsync(kill % 2), Signals.Kill);
            await supervisor.ReplacedAsync(kill % 2, (kill / 2) + 1);
        }

        await sending;
        await flow.FinishAsync(() => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task What_a_killed_supervisor_had_accepted_is_at_work_with_another_one_within_five_seconds()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await RunningSupervisor.StartAsync(database);
        var flow = new EventFlow(database, ManyTenants);
        await flow.PublishAsync(first);
        await using var second = await RunningSupervisor.StartAsync(database);
        await flow.SendAllAsync(first, 50);

        first.Signal(Signals.Kill);
        var killed = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            async () => await database.ReadAsync<long>("select count(distinct owner) from slots where owner is not null") == 1
                && await database.ReadAsync<long>("select count(*) from slots where owner is null") == 0,
            () => second.Process.Output);
        var moved = TimeProvider.System.GetElapsedTime(killed);

        moved.ShouldBeLessThan(TakeOver);
        await flow.FinishAsync(() => second.Process.Output);
        await flow.SendAsync(() => second, 2);
        await flow.FinishAsync(() => second.Process.Output);
    }

    [DatabaseFact]
    public async Task A_supervisor_that_was_stopped_with_its_workers_changes_nothing_when_it_comes_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await RunningSupervisor.StartAsync(database);
        var flow = new EventFlow(database, ManyTenants);
        await flow.PublishAsync(first);
        await using var second = await RunningSupervisor.StartAsync(database);
        await flow.SendAllAsync(second, 100);

        int[] stopped = [first.Process.Id, .. Processes.WorkersOf(first.Process.Id)];
        Array.ForEach(stopped, process => Processes.Signal(process, Signals.Stop));
        await Eventually.HoldsAsync(async () => await flow.LeftAsync() == 0, () => second.Process.Output);
        Array.ForEach(stopped, process => Processes.Signal(process, Signals.Cont));
        await flow.SendAsync(() => second, 5);
        await Eventually.HoldsAsync(
            async () => await database.ReadAsync<long>("select count(distinct owner) from slots where owner is not null") == 2,
            () => first.Process.Output);
        await flow.SendAsync(() => first, 5);

        await flow.FinishAsync(() => first.Process.Output + second.Process.Output);
    }

    [DatabaseFact]
    public async Task Sessions_that_are_terminated_under_load_lose_no_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var flow = new EventFlow(database, ManyTenants);
        await flow.PublishAsync(supervisor);

        var sending = flow.SendAsync(() => supervisor, 25);
        while (!sending.IsCompleted)
        {
            await database.ReadAsync<long>("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and application_name = 'template-worker'
                """);
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
        }

        await sending;
        await flow.FinishAsync(() => supervisor.Process.Output);
    }

    [DatabaseFact]
    public async Task Supervisors_that_come_and_go_under_load_hand_their_slots_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var stays = await RunningSupervisor.StartAsync(database);
        var flow = new EventFlow(database, ManyTenants);
        await flow.PublishAsync(stays);

        var sending = flow.SendAsync(() => stays, 60);
        for (var i = 0; i < 2; i++)
        {
            await using var visitor = await RunningSupervisor.StartAsync(database);
            await Eventually.HoldsAsync(
                async () => await database.ReadAsync<long>("select count(distinct owner) from slots where owner is not null") == 2,
                () => visitor.Process.Output);
            visitor.Signal(Signals.Term);
            (await visitor.Process.ExitCodeAsync()).ShouldBe(0);
            (await database.ReadAsync<long>("select count(*) from supervisors")).ShouldBe(1);
        }

        await sending;
        await flow.FinishAsync(() => stays.Process.Output);
    }
}
