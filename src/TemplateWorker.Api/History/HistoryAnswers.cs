using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.History;

namespace TemplateWorker.Api.History;

/// <summary>Maps history entries to answers.</summary>
internal static class HistoryAnswers
{
    /// <param name="runs">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static HistoryPageAnswer Page(IReadOnlyList<RecordedRun> runs, int limit) =>
        new([.. runs.Select(Item)], runs.Count == limit ? runs[^1].Cursor.ToString() : null);

    private static HistoryItem Item(RecordedRun run) => new()
    {
        Template = run.Entry.Template,
        Version = run.Entry.Version,
        EventId = run.Entry.EventId,
        Event = run.Entry.EventName,
        Delivery = run.Entry.Delivery,
        Attempt = run.Entry.Attempt,
        Outcome = run.Entry.Outcome.Word(),
        Reason = run.Entry.Reason,
        Message = run.Entry.Message,
        Stack = run.Entry.Stack,
        StartedAt = run.Entry.StartedAt,
        FinishedAt = run.FinishedAt,
        WallMs = Math.Round(run.Entry.Wall.TotalMilliseconds, 3),
        CpuMs = Math.Round(run.Entry.Cpu.TotalMilliseconds, 3),
        Worker = run.Entry.Worker,
    };
}
