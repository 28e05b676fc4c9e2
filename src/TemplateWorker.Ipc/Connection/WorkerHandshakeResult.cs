using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>How a handshake ended at the worker.</summary>
public abstract record WorkerHandshakeResult
{
    private WorkerHandshakeResult()
    {
    }

    /// <summary>The supervisor accepted this worker.</summary>
    /// <param name="Welcome">The worker's settings.</param>
    /// <param name="Connection">Now the caller's, who runs and disposes it.</param>
    public sealed record Accepted(Welcome Welcome, IpcConnection<SupervisorMessage, WorkerMessage> Connection) : WorkerHandshakeResult;

    /// <summary>There is no connection.</summary>
    /// <param name="Reason">Why; the supervisor's reason, if it gave one.</param>
    /// <param name="Message">What was expected and what came, for the log.</param>
    public sealed record Refused(HandshakeRefusal Reason, string Message) : WorkerHandshakeResult;
}
