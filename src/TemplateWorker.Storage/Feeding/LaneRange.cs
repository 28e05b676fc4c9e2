using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>A part of a lane that was read before.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="After">The id behind which it starts.</param>
/// <param name="UpTo">The last id of it.</param>
public sealed record LaneRange(LaneName Lane, long After, long UpTo);
