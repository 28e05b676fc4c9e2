using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Events;

internal static class EventRoutes
{
    private const string Tag = "events";

    private static readonly ParameterDescription Mode = ParameterDescription.Query(
        BulkEndpoint.Mode, "For many events: `all` (the default) stores all or none, `each` stores each by itself.");

    private static readonly ParameterDescription Wait = ParameterDescription.Query(
        EventsEndpoint.Wait, ParameterType.Flag, "With `true` the answer is sent when the runs are done, and nothing is stored.");

    private static readonly ParameterDescription IdempotencyKey = new(
        EventsEndpoint.IdempotencyKey, ParameterLocation.Header, ParameterType.Text,
        $"1 to {EventRules.MaxKeyLength} visible ASCII characters. A repeat with the same key within 24 hours does nothing and gets the answer of the first request.");

    private static readonly ParameterDescription Prefer = new(
        PreferHeader.Name, ParameterLocation.Header, ParameterType.Text,
        $"`wait=N`, 1 to {PreferHeader.MostSeconds} seconds: a stored event is answered with 200 and its results, if all of them are there in time.");

    public static IReadOnlyList<ApiRoute> Of(EventsEndpoint events, BulkEndpoint bulk, EventStatusEndpoint status, IdempotencyKeysEndpoint keys) =>
    [
        new RouteGroup(Tag, RouteAccess.Tenant)
            .Post(
                ApiPaths.Events, events.TakeAsync, "send_event",
                "Stores an event for every template that subscribes to it; or runs it at once and answers the results; or stores many, one a line.")
            .With(Wait, Mode, IdempotencyKey, Prefer)
            .Takes<EventBody>()
            .Answers<EventAnswer>()
            .OrAccepted<AcceptedAnswer>()
            .Refuses(
                ProblemKinds.TenantBanned, ProblemKinds.IdempotencyKeyReused, ProblemKinds.BulkRejected, ProblemKinds.QueueFull, ProblemKinds.RateLimited,
                ProblemKinds.WorkerLost, ProblemKinds.NoWorkerReady, ProblemKinds.Draining, ProblemKinds.DeadlineExceeded),
        new RouteGroup(Tag, RouteAccess.Tenant)
            .Get(ApiPaths.OneEvent, status.ReadAsync, "get_event", "Shows what became of a stored event: its deliveries with their results and actions.")
            .Answers<EventStatusAnswer>()
            .Refuses(ProblemKinds.UnknownEvent),
        new RouteGroup(Tag, RouteAccess.Admin)
            .Post(ApiPaths.AllEvents, bulk.AcceptForAllAsync, "send_events", "Stores many events of many tenants, one a line.")
            .With(Mode)
            .TakesLines<TenantEventBody>()
            .Answers<BulkAnswer>(202)
            .Refuses(ProblemKinds.BulkRejected, ProblemKinds.RateLimited, ProblemKinds.StorageUnavailable),
        new RouteGroup(Tag, RouteAccess.Admin)
            .Delete(
                ApiPaths.OneIdempotencyKey, keys.DeleteAsync, "clear_idempotency_key",
                "Forgets an idempotency key, of stored events and of immediate calls: the next event with it is new.")
            .Refuses(ProblemKinds.UnknownIdempotencyKey),
    ];
}
