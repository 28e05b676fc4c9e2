namespace TemplateWorker.Api.Templates;

/// <summary>A tenant's templates.</summary>
/// <param name="Items">By name.</param>
internal sealed record TemplateListAnswer(IReadOnlyList<TemplateItem> Items);
