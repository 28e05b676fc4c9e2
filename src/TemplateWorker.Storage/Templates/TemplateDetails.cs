namespace TemplateWorker.Storage.Templates;

/// <summary>One template with the content of its active version and a list of all its versions.</summary>
/// <param name="Active">What runs.</param>
/// <param name="Versions">All versions, ascending.</param>
/// <param name="CreatedAt">When the template was first published.</param>
/// <param name="UpdatedAt">When the active version was last changed.</param>
public sealed record TemplateDetails(
    ActiveTemplate Active, IReadOnlyList<TemplateVersion> Versions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
