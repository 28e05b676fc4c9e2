namespace TemplateWorker.Storage.Templates;

/// <summary>One template with the content of its active version and a list of all its versions.</summary>
/// <param name="Active">What runs.</param>
/// <param name="Versions">All versions, ascending.</param>
/// <param name="CreatedAt">When the template was first published.</param>
/// <param name="UpdatedAt">When the active version was last changed.</param>
public sealed record TemplateDetails(
    ActiveTemplate Active, IReadOnlyList<TemplateVersion> Versions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>One version of a template, without its content.</summary>
/// <param name="Version">The number, ascending from 1 with gaps where templates of the tenant were deleted.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Checksum">SHA-256 over files, settings and subscriptions; equal content has an equal checksum.</param>
public sealed record TemplateVersion(int Version, DateTimeOffset PublishedAt, byte[] Checksum);
