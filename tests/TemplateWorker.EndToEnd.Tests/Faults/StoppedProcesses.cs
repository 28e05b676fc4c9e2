using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>SIGSTOP in the middle of runs to a worker, then to a supervisor with all of its workers; SIGCONT after they were given up.</summary>
internal static class StoppedProcesses
{
    private const int Each = 25;
    private const int Milliseconds = 3;
    private const int LongRun = 250;
    private const int LongRuns = 4;
    private const int LongStream = 1;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public static async Task PlayAsync(FaultStage stage)
    {
        var halt = TimeSpan.FromSeconds(stage.Scaled(30, 6));
        var first = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(first);
        var owner = await stage.Database.ReadAsync<Guid>("select owner from slots limit 1");
        var second = await stage.StartSupervisorAsync();
        await stage.DividedAsync(2);
        var sending = stage.Flow.SendAsync(_ => second, Each, (halt + Settling) * 2, Milliseconds);

        var worker = Processes.WorkersOf(first.Process.Id)[0];
        var workerStopped = await HaltAsync(stage, owner, second, [worker], halt);
        await stage.DividedAsync(2);
        var supervisorStopped = await HaltAsync(stage, owner, second, [first.Process.Id, .. Processes.WorkersOf(first.Process.Id)], halt);
        await stage.DividedAsync(2);
        await sending;
        await stage.Flow.SendAsync(_ => first, 1, TimeSpan.Zero);
        await stage.FinishAsync();

        stage.RequireWithin(
            stage.TakeOver, "longest time until a lane of the stopped worker was running again", await stage.Check.StandstillAsync(workerStopped));
        stage.RequireWithin(
            stage.TakeOver, "longest time until a lane of the stopped supervisor was running again", await stage.Check.StandstillAsync(supervisorStopped));
        stage.Require(first.Process.IsRunning && second.Process.IsRunning, "a supervisor ended");
    }

    /// <returns>When they were stopped.</returns>
    private static async Task<DateTimeOffset> HaltAsync(
        FaultStage stage, Guid owner, RunningSupervisor sender, IReadOnlyList<int> processes, TimeSpan halt)
    {
        // So that some of them are in the middle of a run.
        var tenants = await stage.Database.ReadTextsAsync($"""
            select owner_id from tenant_kv join slots on slot = template_worker_slot(owner_type, owner_id)
            where owner_type = '{FlowTemplate.OwnerType}' and key = '{FlowTemplate.Counter}' and owner = '{owner}'
            order by random() limit {LongRuns}
            """);
        await Task.WhenAll(tenants.Select(
            tenant => stage.Flow.SendAsync(_ => sender, int.Parse(tenant!, CultureInfo.InvariantCulture), LongStream, LongRun)));
        foreach (var process in processes)
        {
            Processes.Signal(process, Signals.Stop);
        }

        var stopped = TimeProvider.System.GetUtcNow();
        await Task.Delay(halt, TimeProvider.System);

        // A worker that was silent for too long has been killed by its supervisor.
        foreach (var process in processes.Where(Processes.IsAlive))
        {
            Processes.Signal(process, Signals.Cont);
        }

        return stopped;
    }
}
