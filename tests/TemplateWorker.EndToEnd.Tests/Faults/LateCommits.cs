namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>
/// Programs that emit events in transactions of their own, of which some commit seconds later than others that took their ids
/// after them, and some never, while the same lanes get events over HTTP and are read.
/// </summary>
internal static class LateCommits
{
    private const int Writers = 12;
    private const int Each = 10;

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(30, 5));
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        var writers = Enumerable.Range(1, Writers).Select(stream => new SqlWriter(stage.Flow, stream, span / 6)).ToList();
        await Task.WhenAll(writers.Select(writer => writer.WriteAsync(span)));
        await sending;
        var overtaken = await stage.Database.ReadAsync<long>("""
            select count(*) from history h where exists (
                select from history other where other.owner_id = h.owner_id and other.delivery > h.delivery and other.finished_at < h.finished_at
            )
            """);
        await stage.FinishAsync();

        stage.Figure("transactions committed late", $"{writers.Sum(writer => writer.Committed)}");
        stage.Figure("transactions rolled back", $"{writers.Sum(writer => writer.RolledBack)}");
        stage.Figure("events that came in behind later ids", $"{overtaken}");
        stage.Figure("longest time from commit to effect", stage.Findings!.LongestWait.Length);
        stage.Require(overtaken > 0, "no event was committed behind later ids, so nothing was tried");
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }
}
