namespace TemplateWorker.Api.Templates;

/// <summary>A template after a version was published or made active.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Version">The version that is active now.</param>
/// <param name="Subscriptions">The events it handles.</param>
/// <param name="Changed">False when the same was active before.</param>
internal sealed record PublishedAnswer(string Name, int Version, IReadOnlyList<string> Subscriptions, bool Changed);
