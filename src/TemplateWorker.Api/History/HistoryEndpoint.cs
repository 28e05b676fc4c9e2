using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Contract;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.History;

namespace TemplateWorker.Api.History;

/// <summary>Shows what became of a tenant's deliveries and calls.</summary>
internal sealed class HistoryEndpoint(HistoryStore store)
{
    public const string Template = "template";
    public const string Event = "event";
    public const string EventId = "event_id";
    public const string Delivery = "delivery";
    public const string Outcome = "outcome";
    public const string Reason = "reason";
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

        var page = HistoryAnswers.Page(await store.ListAsync(filter, call.Aborted), filter.Limit);
        return new ValueReply<HistoryPageAnswer>(StatusCodes.Status200OK, page, ContractJson.Default.HistoryPageAnswer);
    }

    private static Checked<HistoryFilter> ReadFilter(ApiCall call)
    {
        var query = call.Context.Request.Query;
        var unknown = QueryParameters.UnknownName(query, Template, Event, EventId, Delivery, Outcome, Reason, From, To, After, Limit);
        var (template, templateProblem) = QueryParameters.Text(query, Template);
        var (name, nameProblem) = QueryParameters.Text(query, Event);
        var (eventId, eventIdProblem) = QueryParameters.Id(query, EventId);
        var (delivery, deliveryProblem) = QueryParameters.Number(query, Delivery, "must be a delivery's id, a whole number");
        var (outcome, outcomeProblem) = ReadOutcome(query);
        var (reason, reasonProblem) = QueryParameters.Text(query, Reason);
        var (since, sinceProblem) = QueryParameters.Time(query, From);
        var (until, untilProblem) = QueryParameters.Time(query, To);
        var (after, afterProblem) = ReadAfter(query);
        var (limit, limitProblem) = QueryParameters.Integer(query, Limit, 1, HistoryFilter.MaxLimit, DefaultPage);
        var problem = unknown ?? templateProblem ?? nameProblem ?? eventIdProblem ?? deliveryProblem ?? outcomeProblem ?? reasonProblem
            ?? sinceProblem ?? untilProblem ?? afterProblem ?? limitProblem;
        return problem is not null
            ? problem
            : new HistoryFilter
            {
                Tenant = call.Tenant,
                Template = template,
                EventName = name,
                EventId = eventId,
                Delivery = delivery,
                Outcome = outcome,
                Reason = reason,
                Since = since,
                Until = until,
                After = after,
                Limit = limit,
            };
    }

    private static Checked<string?> ReadOutcome(IQueryCollection query)
    {
        var (text, problem) = QueryParameters.Text(query, Outcome);
        return problem is null && text is not null && !HistoryFilter.Outcomes.Contains(text, StringComparer.Ordinal)
            ? Problem.BrokenRule(Outcome, text, $"must be one of {string.Join(", ", HistoryFilter.Outcomes)}")
            : new Checked<string?>(text, problem);
    }

    private static Checked<HistoryCursor?> ReadAfter(IQueryCollection query)
    {
        var (text, problem) = QueryParameters.Text(query, After);
        if (problem is not null || text is null)
        {
            return new Checked<HistoryCursor?>(null, problem);
        }

        return HistoryCursor.TryParse(text, out var cursor)
            ? cursor
            : Problem.BrokenRule(After, text, "must be the next_after of the page before");
    }
}
