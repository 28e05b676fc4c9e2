using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.EndToEnd.Tests.Takers;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>
/// One of two supervisors is stopped, with its workers, while a receiver has a request of it and has not answered yet. The channel continues from the
/// other one, and what the first does when it comes back changes nothing.
/// </summary>
internal static class PausedPush
{
    private const int Each = 25;

    private const string Left = $"select count(*) from actions where type = '{ActionTemplate.Pushed}'";

    public static async Task PlayAsync(FaultStage stage)
    {
        // Longer than the lease of a channel: 15 s and the route's time-out.
        var halt = TimeSpan.FromSeconds(stage.Scaled(30, 20));
        var receiver = stage.Own(ActionReceiver.Start());
        var first = await stage.StartSupervisorAsync();
        await stage.DividedAsync(1);
        var owner = await stage.Database.ReadAsync<Guid>("select owner from slots limit 1");
        var second = await stage.StartSupervisorAsync();
        await stage.DividedAsync(2);
        await stage.Flow.PublishAsync(second, ActionTemplate.Source);
        var ofFirst = (await TenantsOfAsync(stage, owner)).ToHashSet(StringComparer.Ordinal);
        var posted = new TaskCompletionSource<Guid>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.BeforeAnswer = action => ofFirst.Contains(TakenAction.Of(action).Tenant) && posted.TrySetResult(TakenAction.Of(action).Id) ? stopped.Task : Task.CompletedTask;
        await ActionStage.SetRouteAsync(second, receiver.Url);

        var sending = stage.Flow.SendAsync(_ => second, Each, halt);
        var held = await posted.Task.WaitAsync(RunningProcess.Limit);
        int[] processes = [first.Process.Id, .. Processes.WorkersOf(first.Process.Id)];
        foreach (var process in processes)
        {
            Processes.Signal(process, Signals.Stop);
        }

        stopped.SetResult();
        await Task.Delay(halt, TimeProvider.System);
        var repeats = receiver.Taken.Count(action => TakenAction.Of(action).Id == held) - 1;
        foreach (var process in processes.Where(Processes.IsAlive))
        {
            Processes.Signal(process, Signals.Cont);
        }

        await sending;
        await stage.FinishAsync();
        await Eventually.HoldsAsync(async () => await stage.Database.ReadAsync<long>(Left) == 0, () => stage.Output);
        ActionCheck.Require(stage, ActionTemplate.Pushed, stage.Flow.Accepted, [.. receiver.Taken.Select(TakenAction.Of)]);
        stage.Figure("times that the other supervisor sent the action that had no answer", $"{repeats}");
        stage.Require(repeats == 1, $"the action that had no answer came {repeats} times from the other supervisor instead of once");
        stage.Require(receiver.Forged.IsEmpty, $"{receiver.Forged.Count} requests were not signed well");
        stage.Require(first.Process.IsRunning && second.Process.IsRunning, "a supervisor ended");
    }

    private static async Task<IEnumerable<string>> TenantsOfAsync(FaultStage stage, Guid owner) => (await stage.Database.ReadTextsAsync($"""
        select distinct owner_type || ':' || owner_id from templates join slots on slot = template_worker_slot(owner_type, owner_id)
        where owner_type = '{FlowTemplate.OwnerType}' and owner = '{owner}'
        """)).OfType<string>();
}
