using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Runs;

/// <summary>
/// What happens to the delivery of a run. It happens only if the row is still there at <see cref="Attempt"/>;
/// otherwise the whole run is left out as <see cref="RunVerdict.Gone"/>.
/// </summary>
public abstract record DeliveryEnd
{
    private DeliveryEnd()
    {
    }

    /// <summary>The delivery.</summary>
    public required long Id { get; init; }

    /// <summary>The attempt at which it was taken: <see cref="TemplateWorker.Storage.Deliveries.Delivery.Attempt"/>.</summary>
    public required int Attempt { get; init; }

    /// <summary>It is done, and removed.</summary>
    public sealed record Done : DeliveryEnd;

    /// <summary>It failed and is tried again, with the next attempt number; it holds its lane meanwhile.</summary>
    public sealed record Retry : DeliveryEnd
    {
        /// <summary>From the commit on.</summary>
        public required TimeSpan Delay { get; init; }

        /// <summary>Why.</summary>
        public required AttemptFailure Failure { get; init; }
    }

    /// <summary>Its attempts are exhausted; it becomes a dead letter.</summary>
    public sealed record Dead : DeliveryEnd
    {
        /// <summary>Why.</summary>
        public required AttemptFailure Failure { get; init; }
    }

    /// <summary>Its attempts are exhausted; it holds its lane until it is replayed or dropped.</summary>
    public sealed record Park : DeliveryEnd
    {
        /// <summary>Why.</summary>
        public required AttemptFailure Failure { get; init; }
    }
}
