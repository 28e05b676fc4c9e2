namespace TemplateWorker.Benchmarks.Demo.Api;

/// <summary>One run in the answer to an event; <paramref name="Error"/> is null when the run completed.</summary>
internal sealed record RunAnswer(string Template, string Outcome, RunFailure? Error = null);
