namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary><c>pg_terminate_backend</c> on all of our sessions again and again under load.</summary>
internal static class TerminatedSessions
{
    private const int Each = 25;

    private const string Terminate = """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and application_name = 'template-worker'
        """;

    public static async Task PlayAsync(FaultStage stage)
    {
        var (interval, times) = stage.Scaled((TimeSpan.FromSeconds(1), 20), (TimeSpan.FromMilliseconds(500), 6));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, interval * times);
        var terminated = 0L;
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(interval, TimeProvider.System);
            terminated += await stage.Database.ReadAsync<long>(Terminate);
        }

        await sending;
        await stage.FinishAsync();
        stage.Figure("sessions terminated", $"{terminated}");
        stage.RequireWithin(stage.TakeOver, "longest time until a lane was running again", stage.Findings!.LongestWait);
        stage.Require(terminated >= times, $"only {terminated} sessions were there to be terminated");
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
