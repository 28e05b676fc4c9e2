using System.Text.Json;
using TemplateWorker.Api.Replies;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Maps deliveries to answers.</summary>
internal static class DeliveryAnswers
{
    public static string NameOf(DeliveryState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <param name="deliveries">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static DeliveryPageAnswer Page(IReadOnlyList<DeliverySummary> deliveries, int limit) =>
        new([.. deliveries.Select(Item)], deliveries.Count == limit ? deliveries[^1].Id : null);

    public static DeliveryAnswer One(DeliveryDetails details) =>
        new(Item(details.Summary), new RawJson(details.DataJson), [.. details.Failures.Select(Attempt)]);

    private static AttemptItem Attempt(FailedAttempt failed) => new()
    {
        Attempt = failed.Attempt,
        At = failed.At,
        Reason = failed.Failure.Reason,
        Message = failed.Failure.Message,
        Stack = failed.Failure.Stack,
        Worker = failed.Failure.Worker,
        WallMs = Math.Round(failed.Failure.Wall.TotalMilliseconds, 3),
    };

    private static DeliveryItem Item(DeliverySummary delivery) => new()
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
        Traceparent = delivery.Trace?.Text,
    };
}
