namespace TemplateWorker.Storage.Templates;

/// <summary>One version of a template, without its content.</summary>
/// <param name="Version">The number, ascending from 1 with gaps where templates of the tenant were deleted.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Checksum">SHA-256 over files, settings and subscriptions; equal content has an equal checksum.</param>
public sealed record TemplateVersion(int Version, DateTimeOffset PublishedAt, byte[] Checksum);
