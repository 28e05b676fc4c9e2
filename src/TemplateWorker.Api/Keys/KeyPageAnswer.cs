namespace TemplateWorker.Api.Keys;

/// <summary>A page of keys.</summary>
/// <param name="Items">In the order of the keys' code points.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null when this is the last.</param>
internal sealed record KeyPageAnswer(IReadOnlyList<KeyAnswer> Items, string? NextAfter);
