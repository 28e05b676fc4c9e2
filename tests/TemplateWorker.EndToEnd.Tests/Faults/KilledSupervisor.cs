using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>SIGKILL to one of two supervisors, over a backlog and while events come in.</summary>
internal static class KilledSupervisor
{
    private const int Backlog = 20;
    private const int Each = 5;
    private const int Milliseconds = 2;

    public static async Task PlayAsync(FaultStage stage)
    {
        var first = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(first);
        var second = await stage.StartSupervisorAsync();
        await stage.DividedAsync(2);
        await stage.Flow.SendAllAsync(first, Backlog, Milliseconds);

        var children = Processes.WorkersOf(first.Process.Id);
        first.Signal(Signals.Kill);
        var killed = TimeProvider.System.GetUtcNow();
        var left = await stage.Check.LeftAsync();
        var sending = stage.Flow.SendAsync(_ => second, Each, TimeSpan.FromSeconds(6));
        var gone = await Processes.GoneAsync(children);
        await sending;
        await stage.FinishAsync();

        stage.Require(children.Count == 2, $"{children.Count} workers were seen instead of 2");
        stage.Figure("events that waited when it was killed", $"{left}");
        stage.RequireWithin(TimeSpan.FromSeconds(5), "its workers were gone after", new Wait(killed, gone));
        stage.RequireWithin(stage.TakeOver, "longest time until a lane was running again", await stage.Check.StandstillAsync(killed));
        stage.Require(second.Process.IsRunning, "the other supervisor ended");
    }
}
