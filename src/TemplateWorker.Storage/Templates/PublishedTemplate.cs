namespace TemplateWorker.Storage.Templates;

/// <summary>What a template is after it was published.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Version">The active version.</param>
/// <param name="Subscriptions">The events that the active version handles.</param>
/// <param name="Changed">False when the active version had this very content already, so that no version was made.</param>
public sealed record PublishedTemplate(string Name, int Version, IReadOnlyList<string> Subscriptions, bool Changed);
