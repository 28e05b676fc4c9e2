using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.MeasuredOperations.Commit;

/// <summary>64 runs into the arrays that the statement of a commit sends: what every commit does.</summary>
internal sealed class GroupFilling : MeasuredOperation
{
    private readonly IReadOnlyList<FinishedRun> _runs = SampleRuns.FullGroup();
    private readonly List<int> _numbers = [.. Enumerable.Range(0, RunCommitter.MaxGroup)];
    private readonly RunGroup _group = new();

    public override void Run() => _group.Fill(_runs, _numbers);
}
