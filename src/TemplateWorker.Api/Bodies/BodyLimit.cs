namespace TemplateWorker.Api.Bodies;

/// <summary>How large a body may be.</summary>
/// <param name="Name">The limit in the configuration that it follows from.</param>
/// <param name="Bytes">The most bytes of the whole body.</param>
internal readonly record struct BodyLimit(string Name, int Bytes);
