using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Lanes;

/// <summary>What a <see cref="LaneFeeder"/> is made of.</summary>
internal sealed record LaneFeederParts
{
    public required DeliveryFeed Feed { get; init; }

    /// <summary>What waiting deliveries may take in memory, in bytes.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Told when every delivery with an id up to a new bound is known, or gone.</summary>
    public required Action<long> BoundMoved { get; init; }

    /// <summary>Told when nothing runs any more in slots outside the list of this epoch.</summary>
    public required Action<ulong> Released { get; init; }

    /// <summary>Ends the worker.</summary>
    public required Action Broken { get; init; }

    public required ILogger<LaneFeeder> Logger { get; init; }

    public required TimeProvider Time { get; init; }
}
