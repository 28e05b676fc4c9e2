namespace TemplateWorker.Benchmarks.Demo.Api;

/// <summary>Why a run failed.</summary>
internal sealed record RunFailure(string Reason, string Message);
