using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>From where on a lane is read.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="After">The id after which reading starts; 0 for the beginning.</param>
/// <param name="Most">How many deliveries are read at most, from 1.</param>
public sealed record LaneCursor(LaneName Lane, long After, int Most);

/// <summary>A part of a lane that was read before.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="After">The id behind which it starts.</param>
/// <param name="UpTo">The last id of it.</param>
public sealed record LaneRange(LaneName Lane, long After, long UpTo);
