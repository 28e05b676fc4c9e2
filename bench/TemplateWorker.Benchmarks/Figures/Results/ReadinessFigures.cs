namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>Times until all is ready, in milliseconds.</summary>
/// <param name="Start">From the start of the supervisor, on a migrated database, until <c>/readyz</c> says yes.</param>
/// <param name="Replacement">From the SIGKILL of a worker until another is ready in its place.</param>
internal sealed record ReadinessFigures(Spread Start, Spread Replacement);
