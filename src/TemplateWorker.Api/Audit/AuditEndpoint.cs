using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Api.Audit;

/// <summary>Lists the audit log.</summary>
internal sealed class AuditEndpoint(AuditLog log)
{
    public const string Tenant = "tenant";
    public const string Action = "action";
    public const string Actor = "actor";
    public const string From = "from";
    public const string To = "to";
    public const string After = "after";
    public const string Limit = "limit";

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        return problem is not null
            ? problem
            : Reply.Ok(AuditAnswers.Page(await log.ListAsync(filter, call.Aborted), filter.Limit), AuditJson.Default.AuditPageAnswer);
    }

    private static Checked<AuditFilter> ReadFilter(ApiCall call)
    {
        var query = call.Query(Tenant, Action, Actor, From, To, After, Limit);
        var filter = new AuditFilter
        {
            Tenant = query.Tenant(Tenant),
            Action = query.Text(Action),
            Actor = query.Text(Actor),
            Since = query.Time(From),
            Until = query.Time(To),
            After = ReadAfter(query),
            Limit = query.Integer(Limit, 1, AuditFilter.MaxLimit, 100),
        };
        return query.Problem is { } problem ? problem : filter;
    }

    private static AuditCursor? ReadAfter(QueryParameters query)
    {
        if (query.Text(After) is not { } text)
        {
            return null;
        }

        if (!AuditCursor.TryParse(text, out var cursor))
        {
            query.Refuse(Problem.BrokenRule(After, text, "must be the next_after of the previous page"));
        }

        return cursor;
    }
}
