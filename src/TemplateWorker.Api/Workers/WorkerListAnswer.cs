namespace TemplateWorker.Api.Workers;

/// <summary>The workers.</summary>
/// <param name="Workers">By number.</param>
internal sealed record WorkerListAnswer(IReadOnlyList<WorkerAnswer> Workers);
