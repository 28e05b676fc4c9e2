using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>From where on a lane is read.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="After">The id after which reading starts; 0 for the beginning.</param>
/// <param name="Most">How many deliveries are read at most, from 1.</param>
public sealed record LaneCursor(LaneName Lane, long After, int Most);
