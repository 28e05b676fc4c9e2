using TemplateWorker.Api.Problems;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Text;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Console.Tenants;

/// <summary>A tenant's history, log and keys, page by page.</summary>
internal sealed class RecordPages(HistoryStore history, LogStore logs, KeyValueStore keys)
{
    private const string Template = "template";
    private const string Outcome = "outcome";
    private const string Level = "level";
    private const string Scope = "scope";
    private const string Prefix = "prefix";
    private const string After = "after";
    private const int PageSize = 100;
    private const string OneTenant = $"{ConsoleLinks.Tenants}/{{{PageRoute.Tenant}}}";

    public IReadOnlyList<PageRoute> Routes =>
    [
        PageRoute.Get($"{OneTenant}/history", PageAccess.Tenant, HistoryAsync),
        PageRoute.Get($"{OneTenant}/log", PageAccess.Tenant, LogAsync),
        PageRoute.Get($"{OneTenant}/keys", PageAccess.Tenant, KeysAsync),
    ];

    private async Task<ConsoleReply> HistoryAsync(PageCall call)
    {
        var query = call.Query(Template, Outcome, After);
        HistoryCursor? cursor = null;
        if (query.Text(After) is { } after && !HistoryCursor.TryParse(after, out cursor))
        {
            query.Refuse(Problem.BrokenRule(After, after, "must be that of the page before"));
        }

        var filter = new HistoryFilter
        {
            Tenant = call.Tenant,
            Template = query.Text(Template),
            Outcome = query.Word(Outcome, HistoryFilter.Outcomes),
            After = cursor,
            Limit = PageSize,
        };
        if (query.Problem is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        var runs = await history.ListAsync(filter, call.Aborted);
        var next = runs.Count < PageSize
            ? null
            : ConsoleLinks.With(
                ConsoleLinks.History(call.Tenant), (Template, filter.Template), (Outcome, filter.Outcome), (After, runs[^1].Cursor.ToString()));
        return new ConsoleReply.Page($"History of {call.Tenant}", typeof(HistoryPage), new HistoryModel(filter, runs, next));
    }

    private async Task<ConsoleReply> LogAsync(PageCall call)
    {
        var query = call.Query(Template, Level, After);
        var filter = new LogFilter
        {
            Tenant = call.Tenant,
            Template = query.Text(Template),
            Least = query.Choice<LogSeverity>(Level, LogWords.Of) ?? LogSeverity.Debug,
            Before = query.Time(After),
            Limit = PageSize,
        };
        if (query.Problem is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        var lines = await logs.ListAsync(filter, call.Aborted);
        var next = lines.Count < PageSize
            ? null
            : ConsoleLinks.With(
                ConsoleLinks.Log(call.Tenant), (Template, filter.Template), (Level, LogWords.Of(filter.Least)), (After, Units.Machine(lines[^1].LoggedAt)));
        return new ConsoleReply.Page($"Log of {call.Tenant}", typeof(LogPage), new LogModel(filter, lines, next));
    }

    private async Task<ConsoleReply> KeysAsync(PageCall call)
    {
        var query = call.Query(Scope, Prefix, After);
        var (scope, prefix, after) = (query.Text(Scope) ?? string.Empty, query.Text(Prefix) ?? string.Empty, query.Text(After));
        var scopes = Scopes.Of(scope.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        // A prefix is no key of its own; with a letter behind it, it obeys the same rules.
        if (new KeyName(scopes, $"{prefix}x").Fault() is { } fault)
        {
            query.Refuse(Problem.InvalidParameter(Prefix, prefix, fault));
        }

        if (query.Problem is { } problem)
        {
            return ConsoleReply.Page.Of(problem);
        }

        var listing = await keys.ListAsync(call.Tenant, new KeyRange(scopes, prefix, after, PageSize), call.Aborted);
        var next = listing.Records.Count == 0 || (listing.Records.Count < PageSize && !listing.IsCut)
            ? null
            : ConsoleLinks.With(ConsoleLinks.Keys(call.Tenant), (Scope, scope), (Prefix, prefix), (After, listing.Records[^1].Name.Key));
        return new ConsoleReply.Page($"Keys of {call.Tenant}", typeof(KeysPage), new KeysModel(call.Tenant, scope, prefix, listing.Records, next));
    }
}
