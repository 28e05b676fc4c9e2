using System.Globalization;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Lists, shows, replays and drops deliveries.</summary>
internal sealed class DeliveriesEndpoint(DeliveryStore store, DeliveryChanges changes, LimitOptions limits)
{
    public const string State = "state";
    public const string Template = "template";
    public const string Event = "event";
    public const string Reason = "reason";
    public const string After = "after";
    public const string Limit = "limit";

    private static readonly TimeSpan AfterFull = TimeSpan.FromSeconds(1);

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var found = await store.ListAsync(filter, call.Aborted);
        return Reply.Ok(DeliveryAnswers.Page(found, filter.Limit), DeliveriesJson.Default.DeliveryPageAnswer);
    }

    public async Task<Reply> ReadAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        return await store.ReadAsync(call.Tenant, id, call.Aborted) is { } details
            ? Reply.Ok(DeliveryAnswers.One(details), DeliveriesJson.Default.DeliveryAnswer)
            : Unknown(call.Tenant, id);
    }

    public async Task<Reply> ReplayAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        var replayed = await changes.ReplayAsync(new DeliveryFilter { Tenant = call.Tenant, Ids = [id] }, call.Actor, call.Caller.Name);
        if (replayed.IsQueueFull)
        {
            return new Problem(
                ProblemKinds.QueueFull,
                $"{call.Tenant} has limits.queued_deliveries ({limits.For(call.Tenant).QueuedDeliveries}) deliveries waiting; the dead letter stays.")
            {
                RetryAfter = AfterFull,
            };
        }

        if (replayed.Count == 1)
        {
            return Reply.Ok(new ReplayAnswer(1, QueueFull: false), DeliveriesJson.Default.ReplayAnswer);
        }

        return await store.ReadAsync(call.Tenant, id, call.Aborted) is { Summary.State: var state }
            ? new Problem(ProblemKinds.NotGivenUp, $"Delivery {id} is {DeliveryAnswers.NameOf(state)}, so there is nothing to replay.")
            : Unknown(call.Tenant, id);
    }

    public async Task<Reply> DropAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        return await changes.DropAsync(new DeliveryFilter { Tenant = call.Tenant, Ids = [id] }, call.Actor, call.Caller.Name) == 0
            ? Unknown(call.Tenant, id)
            : NoContent.Instance;
    }

    public async Task<Reply> ReplayAllAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var (count, isQueueFull) = await changes.ReplayAsync(filter, call.Actor, call.Caller.Name);
        return Reply.Ok(new ReplayAnswer(count, isQueueFull), DeliveriesJson.Default.ReplayAnswer);
    }

    public async Task<Reply> DropAllAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        return Counted(await changes.DropAsync(filter, call.Actor, call.Caller.Name));
    }

    private static Checked<long> ReadId(ApiCall call)
    {
        var (text, problem) = call.OnlySegment(ApiPaths.Delivery);
        if (problem is not null)
        {
            return problem;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : Problem.BrokenRule(ApiPaths.Delivery, text, "must be a delivery's id, a whole number");
    }

    private static Checked<DeliveryFilter> ReadFilter(ApiCall call)
    {
        var query = call.Query(State, Template, Event, Reason, After, Limit);
        var filter = new DeliveryFilter
        {
            Tenant = call.Tenant,
            State = query.Choice<DeliveryState>(State, DeliveryAnswers.NameOf),
            Template = query.Text(Template),
            EventName = query.Text(Event),
            Reason = query.Text(Reason),
            After = query.Number(After, "must be the next_after of the previous page"),
            Limit = query.Integer(Limit, 1, DeliveryFilter.MaxLimit, 100),
        };
        return query.Problem is { } problem ? problem : filter;
    }

    private static Problem Unknown(TenantId tenant, long id) => new(ProblemKinds.UnknownDelivery, $"{tenant} has no delivery {id}: it is done, was dropped, or never existed.");

    private static Reply Counted(int count) =>
        Reply.Ok(new CountAnswer(count), DeliveriesJson.Default.CountAnswer);
}
