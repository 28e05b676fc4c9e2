namespace TemplateWorker.Ipc.Connection;

/// <summary>What became of a call to a worker.</summary>
/// <typeparam name="TReply">The message that answers it.</typeparam>
public abstract record CallOutcome<TReply>
    where TReply : class
{
    private CallOutcome()
    {
    }

    /// <summary>The worker answered.</summary>
    /// <param name="Reply">The answer.</param>
    public sealed record Replied(TReply Reply) : CallOutcome<TReply>;

    /// <summary>The connection ended before the answer: the call's effect is there, or it is not.</summary>
    /// <param name="Cause">How the connection ended.</param>
    public sealed record WorkerLost(Disconnect Cause) : CallOutcome<TReply>;

    /// <summary>The deadline passed before the answer, which is ignored if it comes: the call's effect may still come.</summary>
    public sealed record DeadlineExceeded : CallOutcome<TReply>;

    /// <summary>The caller gave it up, by <see cref="PendingCalls{TReply}.Abandon"/>.</summary>
    public sealed record Abandoned : CallOutcome<TReply>;
}
