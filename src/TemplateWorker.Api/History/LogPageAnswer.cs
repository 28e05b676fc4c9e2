namespace TemplateWorker.Api.History;

/// <summary>A page of log lines.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="NextAfter">The <c>after</c> of the next page, to be handed back as it is; null when this is the last.</param>
internal sealed record LogPageAnswer(IReadOnlyList<LogItem> Items, string? NextAfter);
