using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>
/// The database's server is lost in the middle of the events, and its standby takes over. What the standby has is done once and in
/// order; what it has not is lost, which an asynchronous standby that was behind shows, and a synchronous one must not.
/// </summary>
internal static class FailedOver
{
    private const int Each = 25;

    // Longer than an answer that the old server gave is on its way.
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(1);

    /// <summary>The standby has not received the last transactions.</summary>
    public static async Task PlayAsync(FaultStage stage)
    {
        await PlayAsync(stage, isSynchronous: false);
        stage.Require(stage.Findings!.Missing > 0, "the standby had every event, so nothing was tried");
    }

    /// <summary>Every commit waits for the standby.</summary>
    public static async Task PlaySynchronousAsync(FaultStage stage)
    {
        await PlayAsync(stage, isSynchronous: true);
        stage.Require(stage.Findings!.Missing == 0, "the standby did not have every event that was accepted");
    }

    private static async Task PlayAsync(FaultStage stage, bool isSynchronous)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 8));
        await stage.Server.StartStandbyAsync(isSynchronous);
        var supervisor = await stage.StartSupervisorAsync(new Dictionary<string, string>
        {
            ["TEMPLATE_WORKER__META__POSTGRES_URL"] = OperatorFolder.ListForm(stage.Database, stage.Server.Ports),
        });
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        await Task.Delay(span / 4, TimeProvider.System);
        if (!isSynchronous)
        {
            await stage.Server.HoldStandbyBackAsync();
        }

        await Task.Delay(span / 4, TimeProvider.System);
        await stage.Server.LosePrimaryAsync();
        await Task.Delay(Down, TimeProvider.System);
        await stage.Check.NoteMissingAsync();
        await stage.Server.PromoteStandbyAsync();
        var promoted = TimeProvider.System.GetUtcNow();
        await supervisor.ReadyAsync();
        stage.RequireWithin(stage.TakeOver, "time until /readyz said that the database serves", Wait.Since(promoted));
        await sending;
        await stage.FinishAsync();

        stage.Figure("events that the standby never had", $"{stage.Findings!.Missing}");
        stage.RequireWithin(stage.TakeOver, "longest time until a lane was running again", await stage.Check.StandstillAsync(promoted));
        await stage.RequireNoEndAsync(supervisor);
    }
}
