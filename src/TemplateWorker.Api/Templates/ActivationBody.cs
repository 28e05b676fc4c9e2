namespace TemplateWorker.Api.Templates;

/// <summary>The version to make active.</summary>
/// <param name="Version">One of the template's versions.</param>
internal sealed record ActivationBody(int Version);
