namespace TemplateWorker.Runs.Scheduling;

/// <summary>The result of one turn of a tenant.</summary>
internal abstract record TurnResult
{
    private TurnResult()
    {
    }

    /// <summary>Passes the turn on: to the committer, to the event's next template, or to the tenant's next work.</summary>
    /// <param name="session">The tenant whose turn it is.</param>
    /// <param name="turns">Where the tenant waits for its turns.</param>
    /// <param name="commit">Takes a run that is to be committed.</param>
    public void Settle(TenantSession session, ITurns turns, Action<CommitRequest> commit)
    {
        switch (this)
        {
            case Commit ready:
                commit(ready.Request);
                break;
            case Continue:
                turns.Continue(session);
                break;
            default:
                turns.EndTurn(session);
                break;
        }
    }

    /// <summary>The work was answered; the tenant's next work may follow.</summary>
    public sealed record Answered : TurnResult;

    /// <summary>A run is ready to be committed; the tenant keeps its turn until then.</summary>
    public sealed record Commit(CommitRequest Request) : TurnResult;

    /// <summary>A run ended without need for a commit; the event's next template needs another turn.</summary>
    public sealed record Continue : TurnResult;
}
