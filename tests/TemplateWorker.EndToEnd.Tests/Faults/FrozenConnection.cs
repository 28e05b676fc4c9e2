using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>A proxy before the database stops forwarding one busy connection after the other, without closing any.</summary>
internal static class FrozenConnection
{
    private const int Each = 25;

    // The limit of a statement, 8 s, and the two that the driver waits for the answer to its cancellation; then the repeat.
    private static readonly TimeSpan StatementEnds = TimeSpan.FromSeconds(10);

    public static async Task PlayAsync(FaultStage stage)
    {
        var (interval, freezes) = stage.Scaled((TimeSpan.FromSeconds(6), 5), (TimeSpan.FromSeconds(3), 2));
        var proxy = stage.Own(FreezingProxy.Start(stage.Database));
        var supervisor = await stage.StartSupervisorAsync(new Dictionary<string, string>
        {
            ["TEMPLATE_WORKER__META__POSTGRES_URL"] = OperatorFolder.KeywordForm(stage.Database, address =>
            {
                address.Host = "127.0.0.1";
                address.Port = proxy.Port;
            }),
        });
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, interval * (freezes + 1));
        var frozen = 0;
        for (var freeze = 0; freeze < freezes; freeze++)
        {
            await Task.Delay(interval, TimeProvider.System);
            frozen += proxy.FreezeOne(Random.Shared) ? 1 : 0;
        }

        await sending;
        await stage.FinishAsync();
        stage.Figure("connections frozen", $"{frozen}");
        stage.RequireWithin(stage.TakeOver + StatementEnds, "longest time until a lane was running again", stage.Findings!.LongestWait);
        stage.Require(frozen > 0, "no busy connection was there to be frozen");
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
