namespace TemplateWorker.Api.Schedules;

/// <summary>A page of schedules.</summary>
/// <param name="Items">In the order of the names' code points.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null when this is the last.</param>
internal sealed record SchedulePageAnswer(IReadOnlyList<ScheduleItem> Items, string? NextAfter);
