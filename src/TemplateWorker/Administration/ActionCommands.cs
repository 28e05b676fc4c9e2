using System.Text.Json;
using TemplateWorker.Api.Actions;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Administration;

/// <summary>Lists, shows, replays and drops actions.</summary>
internal sealed class ActionCommands(ActionOperations store, AuditedActions audited, Actor by)
{
    private static readonly string[] Columns = ["id", "state", "type", "template", "channel", "route", "attempts", "sent", "due", "last error"];

    public async Task<Report> ListAsync(ActionFilter filter, CancellationToken cancellationToken)
    {
        var page = ActionAnswers.Page(await store.ListAsync(filter, cancellationToken), filter.Limit);
        var table = TextTable.Of(Columns, page.Items.Select(Row));
        return new Report.Done(
            JsonSerializer.Serialize(page, ActionsJson.Default.ActionPageAnswer), Page.Of(table, page.Items.Count, page.NextAfter?.ToString()));
    }

    public async Task<Report> ShowAsync(TenantId tenant, Guid id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(tenant, id, cancellationToken) is not { } found)
        {
            return new Report.Refused($"{tenant} has no action {id}: it was taken, cancelled or dropped, or never existed");
        }

        var answer = ActionAnswers.One(found);
        var text = TextTable.Fields(
            ("id", answer.Id.ToString()),
            ("state", answer.State),
            ("type", answer.Type),
            ("template", answer.Template),
            ("channel", answer.Channel),
            ("route", answer.Route),
            ("event id", answer.EventId.ToString()),
            ("run id", answer.RunId.ToString()),
            ("key", answer.Key),
            ("attempts", Cell.Of(answer.Attempts)),
            ("last error", answer.LastError),
            ("sent", Cell.Of(answer.SentAt)),
            ("due", Cell.Of(answer.DueAt)),
            ("given up", Cell.Of(answer.DiedAt)),
            ("trace", answer.Traceparent),
            ("data", answer.Data.Text));
        return new Report.Done(JsonSerializer.Serialize(answer, ActionsJson.Default.ActionAnswer), text);
    }

    /// <summary>Without ids, all actions that match the filter.</summary>
    public Task<Report> ReplayAsync(ActionFilter filter, CancellationToken cancellationToken) =>
        ChangeAsync((some, token) => audited.ReplayAsync(by, some, token), filter, "sent again", cancellationToken);

    /// <summary>Without ids, all actions that match the filter.</summary>
    public Task<Report> DropAsync(ActionFilter filter, CancellationToken cancellationToken) => ChangeAsync((some, token) => audited.DropAsync(by, some, token), filter, "dropped", cancellationToken);

    private async Task<Report> ChangeAsync(
        Func<ActionFilter, CancellationToken, Task<int>> change, ActionFilter filter, string what, CancellationToken cancellationToken)
    {
        // Page by page: an action that is sent again keeps its id, and must not be found twice.
        var count = 0;
        while (true)
        {
            var page = filter.Ids is null ? await store.ListAsync(filter, cancellationToken) : [];
            count += await change(filter, cancellationToken);
            if (page.Count < filter.Limit)
            {
                break;
            }

            filter = filter with { After = page[^1].Id };
        }

        return count == 0 && filter.Ids is not null
            ? new Report.Refused($"{filter.Tenant} has no action with these ids that is not on its way")
            : new Report.Done(
                JsonSerializer.Serialize(new ActionCountAnswer(count), ActionsJson.Default.ActionCountAnswer), $"{Cell.Count(count, "action", "actions")} {what}");
    }

    private static string?[] Row(ActionItem item) =>
    [
        item.Id.ToString(), item.State, item.Type, item.Template, item.Channel, item.Route, Cell.Of(item.Attempts), Cell.Of(item.SentAt), Cell.Of(item.DueAt),
        item.LastError,
    ];
}
