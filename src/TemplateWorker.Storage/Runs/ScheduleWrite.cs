using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Storage.Runs;

/// <summary>What a run makes of one schedule.</summary>
/// <param name="Name">The schedule's name, unique among the tenant's.</param>
/// <param name="Content">What it does from now on; null removes it.</param>
public sealed record ScheduleWrite(string Name, ScheduleContent? Content);
