using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>
/// A dump is taken in the middle of the events. Later the supervisor is stopped, the database is restored from the dump, and a
/// supervisor is started. What the dump has is done once and in order, what is accepted afterwards too.
/// </summary>
internal static class RestoredDump
{
    private const int Each = 25;

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 8));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => Volatile.Read(ref supervisor), Each, span);
        await Task.Delay(span / 3, TimeProvider.System);
        using var dump = await DatabaseDump.TakeAsync(stage.Database);
        await Task.Delay(span / 6, TimeProvider.System);
        supervisor.Signal(Signals.Term);
        var status = await supervisor.Process.ExitCodeAsync();
        stage.Require(status == 0, $"the supervisor that was asked to stop ended with status {status}");
        await dump.RestoreAsync(stage.Database);
        await stage.Check.NoteMissingAsync();
        var waited = await stage.Check.LeftAsync();
        Volatile.Write(ref supervisor, await stage.StartSupervisorAsync());
        var restarted = TimeProvider.System.GetUtcNow();
        await sending;
        await stage.FinishAsync();

        stage.Figure("events that waited in the dump", $"{waited}");
        stage.Figure("events that the dump did not have", $"{stage.Findings!.Missing}");
        stage.Require(stage.Findings.Missing > 0, "the dump had every event, so nothing was tried");
        stage.RequireWithin(stage.TakeOver, "longest time until a lane was running again", await stage.Check.StandstillAsync(restarted));
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
