using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>The disk of the database is full for a while.</summary>
internal static class FullDisk
{
    private const int Each = 25;

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 6));
        var disk = stage.Own(await SmallDisk.MoveAsync(stage.Database));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        await Task.Delay(span / 3, TimeProvider.System);
        disk.Fill();
        var filled = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(async () => (await supervisor.ReadinessAsync()).Status == 503, () => stage.Output);
        var noticed = TimeProvider.System.GetElapsedTime(filled);
        await Task.Delay(span / 3, TimeProvider.System);
        disk.Free();
        await supervisor.ReadyAsync();
        await sending;
        await stage.FinishAsync();

        stage.Figure("time until /readyz said so", noticed);
        var restarts = (await supervisor.WorkersAsync()).Sum(worker => (int)worker!["restarts"]!);
        stage.Require(restarts == 0, $"{restarts} workers ended");
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
