namespace TemplateWorker.Runs.Scheduling;

/// <summary>What one turn of a tenant led to.</summary>
internal abstract record TurnResult
{
    private TurnResult()
    {
    }

    /// <summary>The work was answered; the tenant's next work may follow.</summary>
    public sealed record Answered : TurnResult;

    /// <summary>A run is ready to be committed; the tenant waits for that.</summary>
    public sealed record Commit(CommitRequest Request) : TurnResult;

    /// <summary>A run ended that needs no commit; the event's next template waits for another turn.</summary>
    public sealed record Continue : TurnResult;
}
