using System.Text.Json;
using TemplateWorker.Api.History;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Administration;

/// <summary>Lists finished deliveries and calls, and log lines.</summary>
internal sealed class HistoryCommands(HistoryStore history, LogStore logs)
{
    private static readonly string[] HistoryColumns =
        ["finished", "template", "version", "event", "delivery", "attempt", "outcome", "wall ms", "cpu ms", "worker", "reason", "message"];

    private static readonly string[] LogColumns = ["logged", "level", "template", "run", "line"];

    public async Task<Report> ListAsync(HistoryFilter filter, CancellationToken cancellationToken)
    {
        var page = HistoryAnswers.Page(await history.ListAsync(filter, cancellationToken), filter.Limit);
        var table = TextTable.Of(HistoryColumns, page.Items.Select(Row));
        return new Report.Done(
            JsonSerializer.Serialize(page, HistoryJson.Default.HistoryPageAnswer), Page.Of(table, page.Items.Count, page.NextAfter));
    }

    public async Task<Report> ListAsync(LogFilter filter, CancellationToken cancellationToken)
    {
        var page = LogAnswers.Page(await logs.ListAsync(filter, cancellationToken), filter.Limit);
        var table = TextTable.Of(LogColumns, page.Items.Select(Row));
        return new Report.Done(
            JsonSerializer.Serialize(page, HistoryJson.Default.LogPageAnswer), Page.Of(table, page.Items.Count, page.NextAfter, "--to"));
    }

    private static string?[] Row(HistoryItem item) =>
    [
        Cell.Of(item.FinishedAt), item.Template, Cell.Of(item.Version), item.Event, Cell.Of(item.Delivery), Cell.Of(item.Attempt), item.Outcome,
        Cell.Of(item.WallMs), Cell.Of(item.CpuMs), item.Worker, item.Reason, item.Message,
    ];

    private static string?[] Row(LogItem item) => [Cell.Of(item.LoggedAt), item.Level, item.Template, item.Run?.ToString(), item.Line];
}
