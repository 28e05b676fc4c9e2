using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>The disk of the database is full for a while.</summary>
internal static class FullDisk
{
    public static async Task PlayAsync(FaultStage stage)
    {
        var disk = stage.Own(await SmallDisk.MoveAsync(stage.Database));
        var noticed = await Outage.PlayAsync(stage, () => Task.Run(disk.Fill), () => Task.Run(disk.Free));
        stage.Figure("time until /readyz said so", noticed.Length);
    }
}
