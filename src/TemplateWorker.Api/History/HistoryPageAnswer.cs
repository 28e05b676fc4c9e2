namespace TemplateWorker.Api.History;

/// <summary>A page of a tenant's history.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="NextAfter">The <c>after</c> of the next page, to be handed back as it is; null when this is the last.</param>
internal sealed record HistoryPageAnswer(IReadOnlyList<HistoryItem> Items, string? NextAfter);
