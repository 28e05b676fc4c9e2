namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>The database takes no writes for a while, as a primary that became a standby, and takes them again.</summary>
internal static class ReadOnlyDatabase
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(2);

    public static async Task PlayAsync(FaultStage stage)
    {
        var noticed = await Outage.PlayAsync(stage, () => SwitchAsync(stage, "on"), () => SwitchAsync(stage, "off"));
        stage.RequireWithin(stage.TakeOver + Noticed, "time until /readyz said so", noticed);
    }

    // New sessions have the setting; the present ones are ended, as when the address leads to another server.
    private static Task SwitchAsync(FaultStage stage, string value) => stage.Database.ExecuteAsync($"""
        set transaction read write;
        alter database {stage.Database.Name} set default_transaction_read_only = {value};
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """);
}
