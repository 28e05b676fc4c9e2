namespace TemplateWorker.Runs.Scheduling;

/// <summary>The result of one turn of a tenant.</summary>
internal abstract record TurnResult
{
    private TurnResult()
    {
    }

    /// <summary>The work was answered; the tenant's next work may follow.</summary>
    public sealed record Answered : TurnResult;

    /// <summary>A run is ready to be committed; the tenant keeps its turn until then.</summary>
    public sealed record Commit(CommitRequest Request) : TurnResult;

    /// <summary>A run ended without need for a commit; the event's next template needs another turn.</summary>
    public sealed record Continue : TurnResult;
}
