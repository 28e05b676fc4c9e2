using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing;

/// <summary>What became of a group of runs.</summary>
/// <param name="Verdicts">One per run, in the order in which the runs were given.</param>
public sealed record GroupCommit(IReadOnlyList<RunVerdict> Verdicts);
