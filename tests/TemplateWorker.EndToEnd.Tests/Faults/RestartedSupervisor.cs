using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>One of two supervisors is stopped gracefully and started again, again and again, while both get events.</summary>
internal static class RestartedSupervisor
{
    private const int Each = 25;

    public static async Task PlayAsync(FaultStage stage)
    {
        var (interval, times) = stage.Scaled((TimeSpan.FromSeconds(3), 8), (TimeSpan.FromSeconds(1), 2));
        var stays = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(stays);
        RunningSupervisor? visitor = await stage.StartSupervisorAsync();
        await stage.DividedAsync(2);

        var sending = stage.Flow.SendAsync(index => (index % 2 == 0 ? Volatile.Read(ref visitor) : null) ?? stays, Each, interval * times * 2);
        var longestStop = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(interval, TimeProvider.System);
            var stopping = visitor!;
            var started = TimeProvider.System.GetTimestamp();
            stopping.Signal(Signals.Term);
            Volatile.Write(ref visitor, null);
            var status = await stopping.Process.ExitCodeAsync();
            longestStop = TimeSpan.FromTicks(Math.Max(longestStop.Ticks, TimeProvider.System.GetElapsedTime(started).Ticks));
            stage.Require(status == 0, $"a supervisor that was asked to stop ended with status {status}");
            stage.Require(
                await stage.Database.ReadAsync<long>("select count(*) from slots where owner not in (select id from supervisors)") == 0,
                "a supervisor that stopped has kept slots");
            Volatile.Write(ref visitor, await stage.StartSupervisorAsync());
            await stage.DividedAsync(2);
        }

        await sending;
        await stage.FinishAsync();
        stage.Figure("stopped and started", $"{times}");
        stage.Figure("longest stop", longestStop);
        stage.RequireWithin(stage.TakeOver, "longest time until a lane was running again", stage.Findings!.LongestWait);
        stage.Require(stays.Process.IsRunning, "the other supervisor ended");
    }
}
