namespace TemplateWorker.Ipc.Connection;

/// <summary>How a call to a worker ended.</summary>
/// <typeparam name="TReply">The message that answers the call.</typeparam>
public abstract record CallOutcome<TReply>
    where TReply : class
{
    private CallOutcome()
    {
    }

    /// <summary>The worker answered.</summary>
    /// <param name="Reply">The answer.</param>
    public sealed record Replied(TReply Reply) : CallOutcome<TReply>;

    /// <summary>The connection ended before the answer came. The call took effect once or not at all.</summary>
    /// <param name="Cause">How the connection ended.</param>
    public sealed record WorkerLost(Disconnect Cause) : CallOutcome<TReply>;

    /// <summary>The deadline passed before the answer came. A later answer is ignored, and the call may still take effect.</summary>
    public sealed record DeadlineExceeded : CallOutcome<TReply>;

    /// <summary>The caller called <see cref="PendingCalls{TReply}.Abandon"/>.</summary>
    public sealed record Abandoned : CallOutcome<TReply>;
}
