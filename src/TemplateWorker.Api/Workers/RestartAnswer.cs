namespace TemplateWorker.Api.Workers;

/// <summary>A worker that finishes what it runs and is then replaced.</summary>
/// <param name="Number">Its number, and that of its replacement.</param>
internal sealed record RestartAnswer(int Number);
