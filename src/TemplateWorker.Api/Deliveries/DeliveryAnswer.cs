using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Deliveries;

/// <summary>A delivery with everything that is known of it.</summary>
internal sealed record DeliveryAnswer : DeliveryItem
{
    /// <summary>The event's payload.</summary>
    public required RawJson Data { get; init; }

    /// <summary>How its attempts failed, the first one first: the last 20, and those before them as long as the history is kept.</summary>
    public required IReadOnlyList<AttemptItem> Failures { get; init; }
}
