using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>
/// Turns what the driver throws into a <see cref="StorageException"/> that an operator can act on. Server errors are told
/// apart by SQLSTATE and by the routine that raised them, never by their text, which the server may translate.
/// </summary>
internal static class FaultExplanation
{
    /// <summary>Explains an exception, or returns null when it is not the database's (a bug of ours, a cancellation).</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="target">Where to.</param>
    /// <param name="isConnected">Whether the connection had been there already: the driver's words do not say what its time ran out for.</param>
    public static StorageException? Explain(Exception exception, ConnectionTarget target, bool isConnected) => exception switch
    {
        StorageException ours => ours,
        NpgsqlException { InnerException: AggregateException hosts } => ExplainHosts(hosts, target, isConnected),
        PostgresException server => ServerFault.Explain(server, target),
        NpgsqlException or SocketException or TimeoutException or IOException or AuthenticationException
            => DriverFault.Explain(exception, target, isConnected),
        // When a connection breaks in the middle of an answer, the driver now and then trips over what it has torn down already.
        NullReferenceException or ObjectDisposedException when IsTrip(exception) => new StorageException(
            StorageFault.ConnectionLost, $"The connection to {target.Server} broke.", exception),
        // The driver throws it before it sends anything.
        EncoderFallbackException => new StorageException(
            StorageFault.ValueRefused, "A text holds half of a surrogate pair, which cannot be stored.", exception),
        _ => null,
    };

    // Of several hosts, that one is down is what the list is for; what another one refused is what has to be mended.
    private static StorageException? ExplainHosts(AggregateException hosts, ConnectionTarget target, bool isConnected)
    {
        var explained = hosts.InnerExceptions.Select(exception => Explain(exception, target, isConnected)).OfType<StorageException>().ToList();
        return explained.Find(fault => !fault.IsLoss) ?? explained.FirstOrDefault();
    }

    // Thrown by the driver's own code or by what it called of the framework. What we had disposed of ourselves has a name.
    private static bool IsTrip(Exception exception) =>
        exception is not ObjectDisposedException { ObjectName.Length: > 0 }
        && new StackTrace(exception).GetFrames()
            .Select(frame => frame.GetMethod()?.Module.Assembly)
            .FirstOrDefault(assembly => assembly is not null && assembly != typeof(object).Assembly) == typeof(NpgsqlConnection).Assembly;
}
