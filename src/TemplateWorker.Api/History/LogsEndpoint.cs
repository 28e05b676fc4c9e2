using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Contract;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Api.History;

/// <summary>Shows what a tenant's templates logged.</summary>
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
        return new ValueReply<LogPageAnswer>(StatusCodes.Status200OK, page, ContractJson.Default.LogPageAnswer);
    }

    private static Checked<LogFilter> ReadFilter(ApiCall call)
    {
        var query = call.Context.Request.Query;
        var unknown = QueryParameters.UnknownName(query, Template, Level, Run, From, To, After, Limit);
        var (template, templateProblem) = QueryParameters.Text(query, Template);
        var (least, leastProblem) = QueryParameters.Choice<LogSeverity>(query, Level, LogAnswers.NameOf);
        var (run, runProblem) = QueryParameters.Id(query, Run);
        var (since, sinceProblem) = QueryParameters.Time(query, From);
        var (until, untilProblem) = QueryParameters.Time(query, To);
        var (after, afterProblem) = QueryParameters.Time(query, After);
        var (limit, limitProblem) = QueryParameters.Integer(query, Limit, 1, LogFilter.MaxLimit, DefaultPage);
        var problem = unknown ?? templateProblem ?? leastProblem ?? runProblem ?? sinceProblem ?? untilProblem ?? afterProblem ?? limitProblem;
        return problem is not null
            ? problem
            : new LogFilter
            {
                Tenant = call.Tenant,
                Template = template,
                Least = least ?? LogSeverity.Debug,
                RunId = run,
                Since = since,
                Before = after is null || until < after ? until : after,
                Limit = limit,
            };
    }
}
