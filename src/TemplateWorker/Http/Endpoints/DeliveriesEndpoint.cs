using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateWorker.Http.Bodies;
using TemplateWorker.Http.Contract;
using TemplateWorker.Http.Problems;
using TemplateWorker.Http.Replies;
using TemplateWorker.Http.Routing;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Http.Endpoints;

/// <summary>Shows deliveries, tries those again that were given up, and removes them.</summary>
internal sealed partial class DeliveriesEndpoint(DeliveryStore store, ILogger<DeliveriesEndpoint> logger)
{
    public const string State = "state";
    public const string Template = "template";
    public const string Event = "event";
    public const string Reason = "reason";
    public const string After = "after";
    public const string Limit = "limit";

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var found = await store.ListAsync(filter, call.Aborted);
        var answer = new DeliveryPageAnswer([.. found.Select(ToItem)], found.Count == filter.Limit ? found[^1].Id : null);
        return new ValueReply<DeliveryPageAnswer>(StatusCodes.Status200OK, answer, ContractJson.Default.DeliveryPageAnswer);
    }

    public async Task<Reply> ReadAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        return await store.ReadAsync(call.Tenant, id, call.Aborted) is { } details
            ? new ValueReply<DeliveryAnswer>(StatusCodes.Status200OK, ToAnswer(details), ContractJson.Default.DeliveryAnswer)
            : Unknown(call.Tenant, id);
    }

    public async Task<Reply> ReplayAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        if (await store.ReplayAsync(new DeliveryFilter { Tenant = call.Tenant, Ids = [id] }, CancellationToken.None) == 1)
        {
            Log.Replayed(logger, 1, call.Tenant, call.Caller.Name);
            return Counted(1);
        }

        return await store.ReadAsync(call.Tenant, id, call.Aborted) is { Summary.State: var state }
            ? new Problem(ProblemKinds.NotGivenUp, $"Delivery {id} is {NameOf(state)}, so there is nothing to replay.")
            : Unknown(call.Tenant, id);
    }

    public async Task<Reply> DropAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        if (await store.DropAsync(new DeliveryFilter { Tenant = call.Tenant, Ids = [id] }, CancellationToken.None) == 0)
        {
            return Unknown(call.Tenant, id);
        }

        Log.Dropped(logger, 1, call.Tenant, call.Caller.Name);
        return NoContent.Instance;
    }

    public async Task<Reply> ReplayAllAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var count = await store.ReplayAsync(filter, CancellationToken.None);
        Log.Replayed(logger, count, call.Tenant, call.Caller.Name);
        return Counted(count);
    }

    public async Task<Reply> DropAllAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var count = await store.DropAsync(filter, CancellationToken.None);
        Log.Dropped(logger, count, call.Tenant, call.Caller.Name);
        return Counted(count);
    }

    private static Parsed<long> ReadId(ApiCall call)
    {
        var (text, problem) = call.Segment(ApiPaths.Delivery);
        if ((problem ?? QueryParameters.UnknownName(call.Context.Request.Query)) is { } refusal)
        {
            return refusal;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : Problem.BrokenRule(ApiPaths.Delivery, text, "must be a delivery's id, a whole number");
    }

    private static Parsed<DeliveryFilter> ReadFilter(ApiCall call)
    {
        var query = call.Context.Request.Query;
        var unknown = QueryParameters.UnknownName(query, State, Template, Event, Reason, After, Limit);
        var (state, stateProblem) = ReadState(query);
        var (template, templateProblem) = QueryParameters.Text(query, Template);
        var (name, nameProblem) = QueryParameters.Text(query, Event);
        var (reason, reasonProblem) = QueryParameters.Text(query, Reason);
        var (after, afterProblem) = ReadAfter(query);
        var (limit, limitProblem) = QueryParameters.Integer(query, Limit, 1, DeliveryFilter.MaxLimit, 100);
        return (unknown ?? stateProblem ?? templateProblem ?? nameProblem ?? reasonProblem ?? afterProblem ?? limitProblem) is { } problem
            ? problem
            : new DeliveryFilter
            {
                Tenant = call.Tenant,
                State = state,
                Template = template,
                EventName = name,
                Reason = reason,
                After = after,
                Limit = limit,
            };
    }

    private static Parsed<DeliveryState?> ReadState(IQueryCollection query)
    {
        var (text, problem) = QueryParameters.Text(query, State);
        if (problem is not null || text is null)
        {
            return problem is null ? (DeliveryState?)null : problem;
        }

        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            if (NameOf(state) == text)
            {
                return (DeliveryState?)state;
            }
        }

        return Problem.BrokenRule(State, text, $"must be one of {string.Join(", ", Enum.GetValues<DeliveryState>().Select(NameOf))}");
    }

    private static Parsed<long?> ReadAfter(IQueryCollection query)
    {
        var (text, problem) = QueryParameters.Text(query, After);
        if (problem is not null || text is null)
        {
            return problem is null ? (long?)null : problem;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (long?)id
            : Problem.BrokenRule(After, text, "must be the id of the last delivery of the page before");
    }

    private static string NameOf(DeliveryState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static Problem Unknown(TenantId tenant, long id) => new(ProblemKinds.UnknownDelivery, $"{tenant} has no delivery {id}: it is done, was dropped, or never was.");

    private static ValueReply<CountAnswer> Counted(int count) =>
        new(StatusCodes.Status200OK, new CountAnswer(count), ContractJson.Default.CountAnswer);

    private static DeliveryItem ToItem(DeliverySummary delivery) => new()
    {
        Id = delivery.Id,
        Template = delivery.Template,
        EventId = delivery.EventId,
        Event = delivery.EventName,
        State = NameOf(delivery.State),
        Attempts = delivery.Attempt,
        Deaths = delivery.Deaths,
        Hops = delivery.Hops,
        AcceptedAt = delivery.AcceptedAt,
        DueAt = delivery.DueAt,
        GivenUpAt = delivery.GivenUpAt,
        Reason = delivery.Reason,
        Message = delivery.Message,
    };

    private static DeliveryAnswer ToAnswer(DeliveryDetails details)
    {
        var item = ToItem(details.Summary);
        return new DeliveryAnswer
        {
            Id = item.Id,
            Template = item.Template,
            EventId = item.EventId,
            Event = item.Event,
            State = item.State,
            Attempts = item.Attempts,
            Deaths = item.Deaths,
            Hops = item.Hops,
            AcceptedAt = item.AcceptedAt,
            DueAt = item.DueAt,
            GivenUpAt = item.GivenUpAt,
            Reason = item.Reason,
            Message = item.Message,
            Data = new RawJson(details.DataJson),
            Failures = [.. details.Failures.Select(failed => new AttemptItem
            {
                Attempt = failed.Attempt,
                At = failed.At,
                Reason = failed.Failure.Reason,
                Message = failed.Failure.Message,
                Stack = failed.Failure.Stack,
                Worker = failed.Failure.Worker,
                WallMs = Math.Round(failed.Failure.Wall.TotalMilliseconds, 3),
            })],
        };
    }
}
