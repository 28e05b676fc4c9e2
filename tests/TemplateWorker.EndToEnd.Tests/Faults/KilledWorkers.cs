using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>SIGKILL to a random worker again and again while events come in.</summary>
internal static class KilledWorkers
{
    private const int Each = 25;

    public static async Task PlayAsync(FaultStage stage)
    {
        var (interval, kills) = stage.Scaled((TimeSpan.FromSeconds(2), 15), (TimeSpan.FromSeconds(1.5), 3));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, interval * kills);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(interval, TimeProvider.System);
            IReadOnlyList<int> workers = [];
            await Eventually.HoldsAsync(
                () => Task.FromResult((workers = Processes.WorkersOf(supervisor.Process.Id)).Count > 0), () => stage.Output);
            Processes.Signal(workers[Random.Shared.Next(workers.Count)], Signals.Kill);
        }

        await sending;
        await stage.FinishAsync();
        stage.Figure("workers killed", $"{kills}");
        stage.RequireWithin(stage.TakeOver, "longest time until a lane was running again", stage.Findings!.LongestWait);
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
