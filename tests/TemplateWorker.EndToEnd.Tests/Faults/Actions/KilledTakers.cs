using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>
/// A receiver that misbehaves, a consumer by SQL and one over HTTP take actions; they, two supervisors, the workers and PostgreSQL are killed, stopped
/// and started again, one after the other.
/// </summary>
internal static class KilledTakers
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static async Task PlayAsync(FaultStage stage)
    {
        var (each, span) = stage.Scaled((25, TimeSpan.FromSeconds(60)), (8, TimeSpan.FromSeconds(5)));
        var actions = await ActionStage.BuildAsync(stage);

        var sending = stage.Flow.SendAsync(tenant => actions.Supervisors[tenant % 2], each, span);
        var deeds = stage.Scaled(Deeds(stage, actions), [.. Deeds(stage, actions).Take(3)]);
        var done = 0;
        for (var started = TimeProvider.System.GetTimestamp(); done < deeds.Count || TimeProvider.System.GetElapsedTime(started) < stage.Scaled(span, TimeSpan.Zero);)
        {
            await Task.Delay(Between, TimeProvider.System);
            await deeds[done++ % deeds.Count]();
        }

        await sending;
        await stage.FinishAsync();
        stage.Figure("killed, stopped and started again", $"{done} times");
        await actions.FinishAsync();
    }

    private static List<Func<Task>> Deeds(FaultStage stage, ActionStage actions) =>
    [
        () => actions.Receiver.ReplaceAsync(),
        () => actions.SqlConsumer.ReplaceAsync(),
        () => actions.ReplaceSupervisorAsync(0),
        () => actions.HttpConsumer.PauseAsync(TimeSpan.FromSeconds(6)),
        () => KillWorkerAsync(actions),
        () => actions.Receiver.PauseAsync(TimeSpan.FromSeconds(3)),
        () => actions.SqlConsumer.PauseAsync(TimeSpan.FromSeconds(3)),
        () => RestartDatabaseAsync(stage),
        () => actions.HttpConsumer.ReplaceAsync(),
        () => actions.PauseSupervisorAsync(1, TimeSpan.FromSeconds(5)),
        () => actions.ReplaceSupervisorAsync(1),
    ];

    private static Task KillWorkerAsync(ActionStage actions)
    {
        // One that has just ended by itself is another test's.
        if (Processes.WorkersOf(actions.Supervisors[1].Process.Id) is [var worker, ..])
        {
            Processes.Signal(worker, Signals.Kill);
        }

        return Task.CompletedTask;
    }

    private static async Task RestartDatabaseAsync(FaultStage stage)
    {
        await stage.Server.CrashAsync();
        await Task.Delay(Between, TimeProvider.System);
        await stage.Server.RecoverAsync();
    }
}
