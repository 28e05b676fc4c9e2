using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Api.History;

/// <summary>Lists the log lines of a tenant's templates.</summary>
internal sealed class LogsEndpoint(LogStore store)
{
    public const string Template = "template";
    public const string Level = "level";
    public const string Run = "run";
    public const string From = "from";
    public const string To = "to";
    public const string After = "after";
    public const string Limit = "limit";
    public const int DefaultPage = 100;

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var page = LogAnswers.Page(await store.ListAsync(filter, call.Aborted), filter.Limit);
        return Reply.Ok(page, HistoryJson.Default.LogPageAnswer);
    }

    private static Checked<LogFilter> ReadFilter(ApiCall call)
    {
        var query = call.Query(Template, Level, Run, From, To, After, Limit);
        var filter = new LogFilter
        {
            Tenant = call.Tenant,
            Template = query.Text(Template),
            Least = query.Choice<LogSeverity>(Level, LogAnswers.NameOf) ?? LogSeverity.Debug,
            RunId = query.Id(Run),
            Since = query.Time(From),
            Before = Earlier(query.Time(To), query.Time(After)),
            Limit = query.Integer(Limit, 1, LogFilter.MaxLimit, DefaultPage),
        };
        return query.Problem is { } problem ? problem : filter;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? until, DateTimeOffset? after) => after is null || until < after ? until : after;
}
