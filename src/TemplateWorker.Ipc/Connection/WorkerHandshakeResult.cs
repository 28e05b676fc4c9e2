using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>How a handshake ended at the worker.</summary>
public abstract record WorkerHandshakeResult
{
    private WorkerHandshakeResult()
    {
    }

    /// <summary>The supervisor accepted this worker.</summary>
    /// <param name="Welcome">The supervisor's answer, with the settings of the worker.</param>
    /// <param name="Connection">The connection, which the caller must run and dispose.</param>
    public sealed record Accepted(Welcome Welcome, IpcConnection<SupervisorMessage, WorkerMessage> Connection) : WorkerHandshakeResult;

    /// <summary>The handshake failed, and the connection is closed.</summary>
    /// <param name="Reason">The supervisor's reason if it sent one, else this worker's.</param>
    /// <param name="Message">The expected and the actual value, for the log.</param>
    public sealed record Refused(HandshakeRefusal Reason, string Message) : WorkerHandshakeResult;
}
