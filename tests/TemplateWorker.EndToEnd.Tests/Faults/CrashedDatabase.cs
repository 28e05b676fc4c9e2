using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>PostgreSQL stops at once, without a word to its clients, half-way through the events, and comes back.</summary>
internal static class CrashedDatabase
{
    private const int Each = 25;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(10, 4));
        var down = TimeSpan.FromSeconds(stage.Scaled(3, 1));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        await Task.Delay(span / 2, TimeProvider.System);
        await stage.Server.CrashAsync();
        await Task.Delay(down, TimeProvider.System);
        await stage.Server.RecoverAsync();
        var recovered = TimeProvider.System.GetUtcNow();
        await sending;
        await stage.Check.DrainedAsync(() => stage.Output);
        var drained = Wait.Since(recovered);
        await stage.FinishAsync();

        stage.RequireWithin(Limit, "everything was done after PostgreSQL was back", drained);
        stage.Figure("longest time until a lane was running again", (await stage.Check.StandstillAsync(recovered)).Length);
        await stage.RequireNoEndAsync(supervisor);
    }
}
