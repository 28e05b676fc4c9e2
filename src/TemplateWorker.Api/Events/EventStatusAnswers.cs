using TemplateWorker.Api.Replies;
using TemplateWorker.Storage.Results;

namespace TemplateWorker.Api.Events;

/// <summary>Maps what became of an event to its answer. Pure.</summary>
internal static class EventStatusAnswers
{
    /// <param name="eventId">The event.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="deliveries">Those of it.</param>
    /// <param name="keptSince">Results from before that time are removed.</param>
    public static EventStatusAnswer Of(Guid eventId, string name, IReadOnlyList<EventDelivery> deliveries, DateTimeOffset keptSince) => new(
        eventId, name, deliveries.All(delivery => delivery.IsEnded), [.. deliveries.Select(delivery => Item(delivery, keptSince))]);

    private static EventDeliveryItem Item(EventDelivery delivery, DateTimeOffset keptSince) => new()
    {
        Id = delivery.Id,
        Template = delivery.Template,
        Version = delivery.Version,
        State = delivery.State.Word(),
        Attempts = delivery.Attempts,
        DueAt = delivery.DueAt,
        FinishedAt = delivery.FinishedAt,
        Reason = delivery.Reason,
        Message = delivery.Message,
        Result = delivery.Result?.Json is { } json ? new RawJson(json) : null,
        ResultLeftOut = delivery.Result switch
        {
            { Json: null } => "too_large",
            null when delivery.State == EventDeliveryState.Done && delivery.FinishedAt < keptSince => "expired",
            _ => null,
        },
        Actions = [.. delivery.Actions.Select(Item)],
    };

    private static SentActionItem Item(EventAction action) => new()
    {
        Id = action.Id,
        State = action.Waiting?.State ?? "removed",
        Type = action.Waiting?.Type,
        Attempts = action.Waiting?.Attempts ?? 0,
        LastError = action.Waiting?.LastError,
    };
}
