using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>How a handshake ended at the supervisor.</summary>
public abstract record SupervisorHandshakeResult
{
    private SupervisorHandshakeResult()
    {
    }

    /// <summary>The worker passed all checks, and <see cref="Messages.Welcome"/> is queued.</summary>
    /// <param name="Hello">The worker's message. Its token, number, process id and build are checked.</param>
    /// <param name="Connection">The connection, which the caller must run and dispose.</param>
    public sealed record Accepted(Hello Hello, IpcConnection<WorkerMessage, SupervisorMessage> Connection) : SupervisorHandshakeResult;

    /// <summary>The connection is closed. A peer that was still connected got <see cref="Messages.Refused"/>.</summary>
    /// <param name="Reason">The check that failed.</param>
    /// <param name="Message">The expected and the actual value, for the log.</param>
    /// <param name="WorkerNumber">The number that the peer claimed, unverified; null if it sent none.</param>
    public sealed record Refused(HandshakeRefusal Reason, string Message, int? WorkerNumber) : SupervisorHandshakeResult;
}
