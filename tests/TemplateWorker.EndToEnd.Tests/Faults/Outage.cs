using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>The database takes no writes for the middle third of the events: <c>/readyz</c> says so, and nothing is lost.</summary>
internal static class Outage
{
    private const int Each = 25;

    /// <returns>The time until <c>/readyz</c> said that the database does not serve.</returns>
    public static async Task<Wait> PlayAsync(FaultStage stage, Func<Task> begin, Func<Task> end)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 6));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        await Task.Delay(span / 3, TimeProvider.System);
        await begin();
        var begun = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync(async () => (await supervisor.ReadinessAsync()).Status == 503, () => stage.Output);
        var noticed = Wait.Since(begun);
        await Task.Delay(span / 3, TimeProvider.System);
        await end();
        await supervisor.ReadyAsync();
        await sending;
        await stage.FinishAsync();
        await stage.RequireNoEndAsync(supervisor);
        return noticed;
    }
}
