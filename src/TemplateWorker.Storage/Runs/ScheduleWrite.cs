using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Storage.Runs;

/// <summary>A run's write to one schedule.</summary>
/// <param name="Name">The schedule's name, unique among the tenant's.</param>
/// <param name="Content">Its new content; null removes the schedule.</param>
public sealed record ScheduleWrite(string Name, ScheduleContent? Content);
