namespace TemplateWorker.Benchmarks.Demo.Api;

/// <summary>The answer to an event that was run.</summary>
internal sealed record EventAnswer(Guid EventId, IReadOnlyList<RunAnswer> Results);
