using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.History;

namespace TemplateWorker.Api.History;

/// <summary>Lists finished deliveries and calls of a tenant.</summary>
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
        return Reply.Ok(page, HistoryJson.Default.HistoryPageAnswer);
    }

    private static Checked<HistoryFilter> ReadFilter(ApiCall call)
    {
        var query = call.Query(Template, Event, EventId, Delivery, Outcome, Reason, From, To, After, Limit);
        var filter = new HistoryFilter
        {
            Tenant = call.Tenant,
            Template = query.Text(Template),
            EventName = query.Text(Event),
            EventId = query.Id(EventId),
            Delivery = query.Number(Delivery, "must be a delivery's id, a whole number"),
            Outcome = query.Word(Outcome, HistoryFilter.Outcomes),
            Reason = query.Text(Reason),
            Since = query.Time(From),
            Until = query.Time(To),
            After = ReadAfter(query),
            Limit = query.Integer(Limit, 1, HistoryFilter.MaxLimit, DefaultPage),
        };
        return query.Problem is { } problem ? problem : filter;
    }

    private static HistoryCursor? ReadAfter(QueryParameters query)
    {
        if (query.Text(After) is not { } text)
        {
            return null;
        }

        if (!HistoryCursor.TryParse(text, out var cursor))
        {
            query.Refuse(Problem.BrokenRule(After, text, "must be the next_after of the previous page"));
        }

        return cursor;
    }
}
