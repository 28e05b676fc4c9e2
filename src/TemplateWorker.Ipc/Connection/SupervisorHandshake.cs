using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The supervisor's side of the handshake: lets in the workers that it started itself, from its own build.</summary>
/// <remarks>
/// Checked in this order: the user of the peer; the version of the protocol; the worker's number; the token; the process; the
/// build. Handshakes of several peers may run at once.
/// </remarks>
/// <param name="buildId">The build of this process; a worker must name the same.</param>
/// <param name="options">The limits of the handshake and of the connection.</param>
/// <param name="time">Measures <see cref="IpcOptions.HandshakeTimeout"/>.</param>
public sealed class SupervisorHandshake(string buildId, IpcOptions options, TimeProvider time)
{
    /// <summary>Hears a peer out and answers it. Takes the peer over: it is a connection, or closed, when this ends.</summary>
    /// <param name="peer">From <see cref="IpcListener.AcceptAsync"/>.</param>
    /// <param name="find">Gives what is known of a worker by its number; null when none of that number is expected.</param>
    /// <param name="welcome">The answer to a worker that is accepted, by its number.</param>
    /// <param name="cancellationToken">Ends the handshake; the peer is closed then.</param>
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
            var result = await HearAsync(connection, peer.Credentials, find, linked.Token);
            if (result is SupervisorHandshakeResult.Refused refused)
            {
                connection.TrySend(new Refused(refused.Reason, refused.Message));
                await connection.CloseAsync(linked.Token);
            }
            else if (result is SupervisorHandshakeResult.Accepted { Hello.WorkerNumber: var number })
            {
                accepted = connection.TrySend(welcome(number));
                return accepted ? result : Refuse(HandshakeRefusal.Disconnected, "The worker left before its welcome.", number);
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

    private async Task<SupervisorHandshakeResult> HearAsync(
        IpcConnection<WorkerMessage, SupervisorMessage> connection,
        PeerCredentials? credentials,
        Func<int, ExpectedWorker?> find,
        CancellationToken cancellationToken)
    {
        if (credentials?.UserId is { } user && user != PeerCredentials.OfThisProcess()?.UserId)
        {
            return Refuse(HandshakeRefusal.WrongPeer, $"The peer runs as the user {user}, not as this process's.", number: null);
        }

        var (message, end) = await connection.ReceiveFirstAsync(cancellationToken);
        return message switch
        {
            Hello hello => (SupervisorHandshakeResult?)Check(hello, find, credentials) ?? new SupervisorHandshakeResult.Accepted(hello, connection),
            null when end is { Reason: DisconnectReason.PeerClosed or DisconnectReason.PeerLost } =>
                Refuse(HandshakeRefusal.Disconnected, end.Message, number: null),
            null => Refuse(HandshakeRefusal.WrongMessage, end!.Message, number: null),
            _ => Refuse(HandshakeRefusal.WrongMessage, $"The first message is {message.GetType().Name}, not Hello.", number: null),
        };
    }

    private SupervisorHandshakeResult.Refused? Check(Hello hello, Func<int, ExpectedWorker?> find, PeerCredentials? credentials)
    {
        if (hello.ProtocolVersion != ProtocolVersion.Current)
        {
            return Refuse(
                HandshakeRefusal.WrongProtocolVersion,
                $"The worker speaks version {hello.ProtocolVersion} of the protocol, the supervisor {ProtocolVersion.Current}.",
                number: null);
        }

        var number = hello.WorkerNumber;
        if (find(number) is not { } expected)
        {
            return Refuse(HandshakeRefusal.UnknownWorker, $"No worker with the number {number} is expected.", number);
        }

        if (!expected.Token.Matches(hello.Token.Span))
        {
            return Refuse(HandshakeRefusal.WrongToken, $"The token is not that of worker {number}.", number);
        }

        var process = credentials?.ProcessId ?? hello.ProcessId;
        if (process != expected.ProcessId || hello.ProcessId != expected.ProcessId)
        {
            return Refuse(
                HandshakeRefusal.WrongPeer,
                $"Worker {number} was started as process {expected.ProcessId}; the peer is {process} and says {hello.ProcessId}.",
                number);
        }

        return string.Equals(hello.BuildId, buildId, StringComparison.Ordinal)
            ? null
            : Refuse(
                HandshakeRefusal.WrongBuild,
                $"The worker's build is '{hello.BuildId}', the supervisor's '{buildId}'. Was the program replaced while it ran? Restart it.",
                number);
    }

    private static SupervisorHandshakeResult.Refused Refuse(HandshakeRefusal reason, string message, int? number) =>
        new(reason, message, number);
}

/// <summary>What a supervisor knows of a worker that it started and that has not connected yet.</summary>
/// <param name="WorkerNumber">The worker's number, from 0.</param>
/// <param name="Token">The token that it was given.</param>
/// <param name="ProcessId">The process that was started.</param>
public sealed record ExpectedWorker(int WorkerNumber, WorkerToken Token, int ProcessId);
