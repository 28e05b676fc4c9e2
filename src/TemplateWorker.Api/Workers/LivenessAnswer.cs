namespace TemplateWorker.Api.Workers;

/// <summary>Says that the process serves.</summary>
/// <param name="Alive">True.</param>
internal sealed record LivenessAnswer(bool Alive);
