namespace TemplateWorker.Benchmarks.Figures;

/// <summary>The benchmark cannot go on, or its result is wrong; the message is for the person who started it.</summary>
internal sealed class BenchException(string message) : Exception(message);
