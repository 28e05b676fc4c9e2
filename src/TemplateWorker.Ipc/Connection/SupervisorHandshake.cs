using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The supervisor's side of the handshake: accepts only workers that it has started and that are the same build.</summary>
/// <remarks>
/// The checks, in order: the user of the peer, the version of the protocol, the number of the worker, the token, the process,
/// the build. Thread-safe: handshakes with several peers may run at once.
/// </remarks>
/// <param name="buildId">The build of this process (<see cref="BuildId"/>); the worker's must be equal.</param>
/// <param name="options">The limits of the handshake and of the connection.</param>
/// <param name="time">The clock of <see cref="IpcOptions.HandshakeTimeout"/>.</param>
public sealed class SupervisorHandshake(string buildId, IpcOptions options, TimeProvider time)
{
    /// <summary>Receives the peer's <see cref="Hello"/> and answers it.</summary>
    /// <param name="peer">From <see cref="IpcListener.AcceptAsync"/>. Afterwards it belongs to the connection or is closed.</param>
    /// <param name="find">Finds the worker that is expected under a number; null if there is none.</param>
    /// <param name="welcome">Creates the answer to an accepted worker, from its number.</param>
    /// <param name="cancellationToken">Ends the handshake and closes the peer.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SupervisorHandshakeResult> RunAsync(
        AcceptedPeer peer, Func<int, ExpectedWorker?> find, Func<int, Welcome> welcome, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.HandshakeTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var connection = new IpcConnection<WorkerMessage, SupervisorMessage>(peer.Socket, options);
        var accepted = false;
        try
        {
            var result = await ReceiveHelloAsync(connection, peer.Credentials, find, linked.Token);
            if (result is SupervisorHandshakeResult.Refused refused)
            {
                connection.TrySend(new Refused(refused.Reason, refused.Message));
                await connection.CloseAsync(linked.Token);
            }
            else if (result is SupervisorHandshakeResult.Accepted { Hello.WorkerNumber: var number })
            {
                accepted = connection.TrySend(welcome(number));
                return accepted ? result : Refuse(HandshakeRefusal.Disconnected, "The worker disconnected before it was welcomed.", number);
            }

            return result;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SupervisorHandshakeResult.Refused(
                HandshakeRefusal.TimedOut, $"The peer sent no Hello within {options.HandshakeTimeout}.", WorkerNumber: null);
        }
        finally
        {
            if (!accepted)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<SupervisorHandshakeResult> ReceiveHelloAsync(
        IpcConnection<WorkerMessage, SupervisorMessage> connection,
        PeerCredentials? credentials,
        Func<int, ExpectedWorker?> find,
        CancellationToken cancellationToken)
    {
        if (credentials?.UserId is { } user && user != PeerCredentials.OfThisProcess()?.UserId)
        {
            return Refuse(HandshakeRefusal.WrongPeer, $"The peer runs as user {user}, not as the user of the supervisor.", number: null);
        }

        var (message, end) = await connection.ReceiveFirstAsync(cancellationToken);
        return message switch
        {
            Hello hello => (SupervisorHandshakeResult?)Check(hello, find, credentials)
                ?? new SupervisorHandshakeResult.Accepted(hello, connection),
            null when end is { Reason: DisconnectReason.PeerClosed or DisconnectReason.PeerLost } =>
                Refuse(HandshakeRefusal.Disconnected, end.Message, number: null),
            null => Refuse(HandshakeRefusal.WrongMessage, end!.Message, number: null),
            _ => Refuse(HandshakeRefusal.WrongMessage, $"The first message is {message.GetType().Name} instead of Hello.", number: null),
        };
    }

    private SupervisorHandshakeResult.Refused? Check(Hello hello, Func<int, ExpectedWorker?> find, PeerCredentials? credentials)
    {
        if (hello.ProtocolVersion != ProtocolVersion.Current)
        {
            return Refuse(
                HandshakeRefusal.WrongProtocolVersion,
                $"The worker has version {hello.ProtocolVersion} of the protocol, the supervisor version {ProtocolVersion.Current}.",
                number: null);
        }

        var number = hello.WorkerNumber;
        if (find(number) is not { } expected)
        {
            return Refuse(HandshakeRefusal.UnknownWorker, $"No worker {number} is expected.", number);
        }

        if (!expected.Token.Matches(hello.Token.Span))
        {
            return Refuse(HandshakeRefusal.WrongToken, $"The token is not the one of worker {number}.", number);
        }

        var process = credentials?.ProcessId ?? hello.ProcessId;
        if (process != expected.ProcessId || hello.ProcessId != expected.ProcessId)
        {
            return Refuse(
                HandshakeRefusal.WrongPeer,
                $"Worker {number} was started as process {expected.ProcessId}; the peer is {process} and claims to be {hello.ProcessId}.",
                number);
        }

        return string.Equals(hello.BuildId, buildId, StringComparison.Ordinal)
            ? null
            : Refuse(
                HandshakeRefusal.WrongBuild,
                $"The worker is build '{hello.BuildId}', the supervisor build '{buildId}'. "
                + "If the program was replaced while it ran, restart the supervisor.",
                number);
    }

    private static SupervisorHandshakeResult.Refused Refuse(HandshakeRefusal reason, string message, int? number) =>
        new(reason, message, number);
}

/// <summary>A worker that the supervisor has started and that has not connected yet.</summary>
/// <param name="WorkerNumber">The number of the worker, from 0.</param>
/// <param name="Token">The token in the environment of the worker.</param>
/// <param name="ProcessId">The id of the started process.</param>
public sealed record ExpectedWorker(int WorkerNumber, WorkerToken Token, int ProcessId);
