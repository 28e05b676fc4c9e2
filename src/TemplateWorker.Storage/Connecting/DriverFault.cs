using System.Net.Sockets;
using System.Security.Authentication;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Explains errors of sockets, TLS and the driver itself.</summary>
internal static class DriverFault
{
    public static StorageException Explain(Exception exception, ConnectionTarget target, bool isConnected)
    {
        var (fault, message) = Classify(exception, target, isConnected);
        return new StorageException(fault, message, exception);
    }

    private static (StorageFault Fault, string Message) Classify(Exception exception, ConnectionTarget target, bool isConnected) =>
        Driver(exception.Message, target)
        ?? Causes(exception).Select(cause => Cause(cause, target, isConnected)).FirstOrDefault(found => found is not null)
        ?? (StorageFault.Unexpected, $"Talking to {target.Server} failed: {exception.Message}");

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    // The driver has no codes for its own refusals, so these few are told apart by its text, which is never translated.
    private static (StorageFault Fault, string Message)? Driver(string text, ConnectionTarget target)
    {
        if (Has("pool has been exhausted"))
        {
            return (StorageFault.PoolExhausted,
                "All database connections of this process stayed in use. Raise --max-db-connections, or lower the load.");
        }

        if (Has("No SSL enabled connection") || Has("SSL connection requested"))
        {
            return (StorageFault.TlsNotSupported,
                $"The address requires TLS, but the server at {target.Server} does not offer it. Switch ssl on there, or use sslmode=prefer.");
        }

        if (Has("No password has been provided"))
        {
            return (StorageFault.AuthenticationFailed,
                $"The server at {target.Server} asks for a password of role '{target.User}', but the address has none. Add one.");
        }

        if (Has("No suitable host was found"))
        {
            return (StorageFault.ServerNotReady, $"None of the servers at {target.Server} takes writes: each is down or a standby.");
        }

        return Has("unknown response") || Has("Unknown message code")
            ? (StorageFault.NotPostgres, $"What answers at {target.Server} is not PostgreSQL. Correct host and port in the address.")
            : null;

        bool Has(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    private static (StorageFault Fault, string Message)? Cause(Exception cause, ConnectionTarget target, bool isConnected) => cause switch
    {
        AuthenticationException => (StorageFault.CertificateRefused,
            $"The certificate of {target.Server} is not accepted: {cause.Message.TrimEnd('.')}. Give the authority that signed it as sslrootcert, or connect under the name it was made for."),
        // Whatever code the system gives when a connection breaks (of a Unix socket it differs with the moment), it was there.
        SocketException socket when isConnected => (StorageFault.ConnectionLost, $"The connection to {target.Server} broke: {socket.Message}."),
        SocketException socket => Socket(socket, target),
        TimeoutException when isConnected => (StorageFault.NoAnswer,
            $"{target.Server} did not answer a statement in time. It is overloaded, or a lock holds the statement up: look at pg_stat_activity there."),
        TimeoutException => (StorageFault.ConnectTimeout,
            $"{target.Server} did not answer in time. Check host, port and firewall, or raise connect_timeout."),
        EndOfStreamException => (StorageFault.ConnectionLost, $"{target.Server} closed the connection."),
        IOException when cause.InnerException is null => (StorageFault.ConnectionLost, $"The connection to {target.Server} broke: {cause.Message}"),
        _ => null,
    };

    private static (StorageFault Fault, string Message) Socket(SocketException socket, ConnectionTarget target) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => (StorageFault.HostNotFound,
            $"The host name '{target.Host}' does not resolve. Check the address and this machine's DNS."),
        SocketError.ConnectionRefused => (StorageFault.ConnectionRefused,
            $"Nothing answers at {target.Server}. Start PostgreSQL there, or correct host and port in the address."),
        // A socket file that does not exist is ENOENT, which has no SocketError of its own.
        _ when target.IsSocket && socket.SocketErrorCode is not (SocketError.ConnectionReset or SocketError.Shutdown) => (StorageFault.ConnectionRefused,
            $"Cannot connect to {target.Server}: {socket.Message}. Start PostgreSQL, or correct the folder and port in the address."),
        SocketError.TimedOut => (StorageFault.ConnectTimeout,
            $"{target.Server} did not answer in time. Check host, port and firewall, or raise connect_timeout."),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => (StorageFault.HostUnreachable,
            $"{target.Server} cannot be reached from here: {socket.Message}."),
        _ => (StorageFault.ConnectionLost, $"The connection to {target.Server} broke: {socket.Message}."),
    };
}
