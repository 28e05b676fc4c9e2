namespace TemplateWorker.Api.Templates;

/// <summary>One version of a template.</summary>
/// <param name="Version">Its number, which never means another content.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Checksum">SHA-256 over its content, in hexadecimal: equal content has an equal one.</param>
internal sealed record TemplateVersionItem(int Version, DateTimeOffset PublishedAt, string Checksum);
