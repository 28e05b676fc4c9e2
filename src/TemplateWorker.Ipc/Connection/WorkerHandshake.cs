using System.Net.Sockets;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The worker's side of the handshake: connects to the supervisor that started it and identifies itself.</summary>
/// <param name="buildId">The build of this process (<see cref="BuildId"/>).</param>
/// <param name="options">The limits of the handshake and of the connection.</param>
/// <param name="time">The clock of <see cref="IpcOptions.HandshakeTimeout"/>.</param>
public sealed class WorkerHandshake(string buildId, IpcOptions options, TimeProvider time)
{
    /// <summary>Connects, sends <see cref="Hello"/> and waits for the answer.</summary>
    /// <param name="invitation">The socket and the token from the supervisor.</param>
    /// <param name="workerNumber">The number of this worker, from 0.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<WorkerHandshakeResult> RunAsync(
        WorkerInvitation invitation, int workerNumber, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.HandshakeTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var connection = new IpcConnection<SupervisorMessage, WorkerMessage>(socket, options);
        var accepted = false;
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(invitation.SocketPath), linked.Token);
            var result = await SendHelloAsync(connection, socket, invitation.Token, workerNumber, linked.Token);
            accepted = result is WorkerHandshakeResult.Accepted;
            return result;
        }
        catch (SocketException unreachable)
        {
            return new WorkerHandshakeResult.Refused(
                HandshakeRefusal.Unreachable,
                $"Cannot connect to the supervisor's socket '{invitation.SocketPath}': {unreachable.Message}");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new WorkerHandshakeResult.Refused(
                HandshakeRefusal.TimedOut, $"The supervisor did not answer within {options.HandshakeTimeout}.");
        }
        finally
        {
            if (!accepted)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<WorkerHandshakeResult> SendHelloAsync(
        IpcConnection<SupervisorMessage, WorkerMessage> connection,
        Socket socket,
        WorkerToken token,
        int workerNumber,
        CancellationToken cancellationToken)
    {
        if (PeerCredentials.Of(socket)?.UserId is { } user && user != PeerCredentials.OfThisProcess()?.UserId)
        {
            return new WorkerHandshakeResult.Refused(
                HandshakeRefusal.WrongPeer, $"The supervisor runs as user {user}, not as the user of the worker.");
        }

        connection.TrySend(new Hello
        {
            ProtocolVersion = ProtocolVersion.Current,
            BuildId = buildId,
            Token = token.Bytes,
            ProcessId = Environment.ProcessId,
            WorkerNumber = workerNumber,
        });
        var (message, end) = await connection.ReceiveFirstAsync(cancellationToken);
        return message switch
        {
            Welcome welcome => new WorkerHandshakeResult.Accepted(welcome, connection),
            Refused refused => new WorkerHandshakeResult.Refused(refused.Reason, refused.Message),
            null when end is { Reason: DisconnectReason.PeerClosed or DisconnectReason.PeerLost } =>
                new WorkerHandshakeResult.Refused(HandshakeRefusal.Disconnected, end.Message),
            null => new WorkerHandshakeResult.Refused(HandshakeRefusal.WrongMessage, end!.Message),
            _ => new WorkerHandshakeResult.Refused(
                HandshakeRefusal.WrongMessage, $"The supervisor's first message is {message.GetType().Name} instead of Welcome."),
        };
    }
}
