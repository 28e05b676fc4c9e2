using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>The database takes no writes for a while, as a primary that became a standby, and takes them again.</summary>
internal static class ReadOnlyDatabase
{
    private const int Each = 25;

    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(2);

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 6));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        await Task.Delay(span / 3, TimeProvider.System);
        await SwitchAsync(stage, "on");
        var switched = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(async () => (await supervisor.ReadinessAsync()).Status == 503, () => stage.Output);
        var noticed = TimeProvider.System.GetElapsedTime(switched);
        await Task.Delay(span / 3, TimeProvider.System);
        await SwitchAsync(stage, "off");
        await supervisor.ReadyAsync();
        await sending;
        await stage.FinishAsync();

        stage.RequireWithin(stage.TakeOver + Noticed, "time until /readyz said so", noticed);
        var restarts = (await supervisor.WorkersAsync()).Sum(worker => (int)worker!["restarts"]!);
        stage.Require(restarts == 0, $"{restarts} workers ended");
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }

    // New sessions have the setting; the present ones are ended, as when the address leads to another server.
    private static Task SwitchAsync(FaultStage stage, string value) => stage.Database.ExecuteAsync($"""
        set transaction read write;
        alter database {stage.Database.Name} set default_transaction_read_only = {value};
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """);
}
