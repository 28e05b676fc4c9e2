using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>How a handshake ended at the supervisor.</summary>
public abstract record SupervisorHandshakeResult
{
    private SupervisorHandshakeResult()
    {
    }

    /// <summary>The worker is one of ours, and has its welcome.</summary>
    /// <param name="Hello">What the worker said; its token, number and process id are checked.</param>
    /// <param name="Connection">Now the caller's, who runs and disposes it.</param>
    public sealed record Accepted(Hello Hello, IpcConnection<WorkerMessage, SupervisorMessage> Connection) : SupervisorHandshakeResult;

    /// <summary>The peer was refused, and told so if it was there; the connection is closed.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Message">What was expected and what came, for the log.</param>
    /// <param name="WorkerNumber">The number that the peer gave, if it said one. Not proven.</param>
    public sealed record Refused(HandshakeRefusal Reason, string Message, int? WorkerNumber) : SupervisorHandshakeResult;
}
