using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>An open transaction in another program holds one row of one tenant; only that tenant waits.</summary>
internal static class HeldRow
{
    private const int Each = 25;
    private const int HeldTenant = 0;

    // Below this, a ratio of two small times says nothing on a machine that runs other tests too.
    private static readonly TimeSpan Negligible = TimeSpan.FromSeconds(1);

    public static async Task PlayAsync(FaultStage stage)
    {
        var before = TimeSpan.FromSeconds(stage.Scaled(15, 3));
        var held = TimeSpan.FromSeconds(stage.Scaled(60, 5));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);
        await stage.Flow.SendAsync(_ => supervisor, 1, TimeSpan.Zero);
        await stage.Check.DrainedAsync(() => stage.Output);

        var started = TimeProvider.System.GetUtcNow();
        var sending = stage.Flow.SendAsync(_ => supervisor, Each, before + held);
        await Task.Delay(before, TimeProvider.System);
        var taken = TimeProvider.System.GetUtcNow();
        await using (await RowHolder.HoldAsync(stage.Database, FlowTemplate.Counter, HeldTenant.ToString(CultureInfo.InvariantCulture)))
        {
            await Task.Delay(held, TimeProvider.System);
        }

        var released = TimeProvider.System.GetUtcNow();
        await sending;
        await stage.FinishAsync();

        var usual = await stage.Check.NinetyNinthAsync(started, taken, tenant => tenant != HeldTenant);
        var beside = await stage.Check.NinetyNinthAsync(taken, released, tenant => tenant != HeldTenant);
        stage.Figure("p99 of the others before", usual);
        stage.RequireWithin(
            TimeSpan.FromTicks(Math.Max(2 * usual.Ticks, Negligible.Ticks)), "p99 of the others while a row was held", beside);
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
