using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>SIGSTOP to the supervisor alone for some seconds, again and again: its workers live on and are judged by what they did meanwhile.</summary>
internal static class StalledSupervisor
{
    private const int Each = 25;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    public static async Task PlayAsync(FaultStage stage)
    {
        var stalls = stage.Scaled(20, 3);
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, Between * stalls);
        for (var stall = 0; stall < stalls; stall++)
        {
            await Task.Delay(Between, TimeProvider.System);
            Processes.Signal(supervisor.Process.Id, Signals.Stop);
            await Task.Delay(TimeSpan.FromSeconds(stage.Scaled(1 + (stall % 10), 3)), TimeProvider.System);
            Processes.Signal(supervisor.Process.Id, Signals.Cont);
        }

        await sending;
        await stage.FinishAsync();
        await stage.RequireNoEndAsync(supervisor);
        stage.Require(stage.Findings!.Repeated == 0, $"{stage.Findings.Repeated} attempts were repeated");
    }
}
