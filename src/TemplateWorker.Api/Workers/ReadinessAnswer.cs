namespace TemplateWorker.Api.Workers;

/// <summary>Whether events can be run, and if not, why.</summary>
/// <param name="Ready">Whether all checks pass.</param>
/// <param name="Checks">Each check.</param>
internal sealed record ReadinessAnswer(bool Ready, ReadinessChecks Checks);
