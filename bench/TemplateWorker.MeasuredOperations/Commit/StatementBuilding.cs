using Npgsql;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Committing.Parts;

namespace TemplateWorker.MeasuredOperations.Commit;

/// <summary>The text and parameters of a commit's statement, which is made once per connection and kind of group.</summary>
internal sealed class StatementBuilding : MeasuredOperation
{
    private readonly RunGroup _group = new();
    private NpgsqlBatchCommand? _last;

    public StatementBuilding()
    {
        var runs = SampleRuns.FullGroup();
        _group.Fill(runs, [.. Enumerable.Range(0, runs.Count)]);
    }

    public override void Run() => _last = CommitStatement.Command(_group.UsedParts);
}
