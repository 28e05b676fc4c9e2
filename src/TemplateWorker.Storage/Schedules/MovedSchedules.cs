namespace TemplateWorker.Storage.Schedules;

/// <summary>What moving due schedules on did.</summary>
/// <param name="Moved">How many were moved on; the others were somebody else's.</param>
/// <param name="Deliveries">How many deliveries were made.</param>
public sealed record MovedSchedules(int Moved, int Deliveries);
