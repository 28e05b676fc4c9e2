using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>The dependencies and limits of a <see cref="LaneFeeder"/>.</summary>
internal sealed record LaneFeederParts
{
    public required DeliveryFeed Feed { get; init; }

    /// <summary>Bytes of waiting deliveries in memory.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Called with a new bound when every delivery up to that id is known, or gone.</summary>
    public required Action<long> BoundMoved { get; init; }

    /// <summary>Called with an epoch when nothing runs any more in slots outside its list.</summary>
    public required Action<ulong> Released { get; init; }

    /// <summary>Stops the worker.</summary>
    public required Action Broken { get; init; }

    public required ILogger<LaneFeeder> Logger { get; init; }

    public required TimeProvider Time { get; init; }
}
