namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>How much disk the table of deliveries takes, indexes included, at the end of the rounds.</summary>
/// <param name="Bytes">After each round.</param>
internal sealed record QueueSize(IReadOnlyList<long> Bytes);
