using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The supervisor's listening socket, in a directory that only its user can enter.</summary>
/// <remarks>Disposing deletes the directory. One caller may accept at a time; disposing is thread-safe.</remarks>
public sealed class IpcListener : IDisposable
{
    // sun_path has 108 bytes on Linux and 104 on macOS, including the terminating zero.
    private const int MaxSocketPathBytes = 103;
    private const int Backlog = 128;
    internal const string SocketName = "supervisor.sock";
    internal const string DirectoryPrefix = "template-worker-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Socket _socket;
    private readonly string _directory;

    private IpcListener(Socket socket, string directory, string socketPath)
    {
        _socket = socket;
        _directory = directory;
        SocketPath = socketPath;
    }

    /// <summary>The path that workers connect to.</summary>
    public string SocketPath { get; }

    /// <summary>Creates a directory (mode 0700) with a random name and a listening socket in it.</summary>
    /// <remarks>Also deletes the directories of killed supervisors of the same user.</remarks>
    /// <param name="parentDirectory">
    /// An existing directory. Its path must be short, because that of the socket has at most 103 bytes.
    /// </param>
    /// <exception cref="IpcException">The directory or the socket cannot be created (<see cref="IpcFault.Endpoint"/>).</exception>
    public static IpcListener Open(string parentDirectory)
    {
        AbandonedSockets.Remove(parentDirectory, DirectoryPrefix, SocketName);
        var name = $"{DirectoryPrefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var directory = Path.Combine(Path.GetFullPath(parentDirectory), name);
        var socketPath = Path.Combine(directory, SocketName);
        var bytes = Encoding.UTF8.GetByteCount(socketPath);
        if (bytes > MaxSocketPathBytes)
        {
            throw new IpcException(
                IpcFault.Endpoint,
                $"The socket path '{socketPath}' has {bytes} bytes; at most {MaxSocketPathBytes} are allowed. Choose a shorter directory.");
        }

        try
        {
            return OpenIn(parentDirectory, directory, socketPath);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or SocketException)
        {
            Remove(directory);
            throw new IpcException(IpcFault.Endpoint, $"Cannot create the socket '{socketPath}': {cause.Message}", cause);
        }
    }

    /// <summary>Waits for a process to connect.</summary>
    /// <returns>The connection, which the caller must dispose.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the listener was disposed.</exception>
    /// <exception cref="IpcException">
    /// The system lacks a descriptor or memory for another connection (<see cref="IpcFault.Endpoint"/>). The listener stays usable.
    /// </exception>
    public async Task<AcceptedPeer> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Identify(await _socket.AcceptAsync(cancellationToken));
            }
            catch (Exception closed) when (closed is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                throw new OperationCanceledException("The listener was disposed.", closed, cancellationToken);
            }
            catch (SocketException gone) when (gone.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The peer disconnected before it was accepted. Wait for the next one.
            }
            catch (SocketException refused)
            {
                throw new IpcException(
                    IpcFault.Endpoint,
                    $"Cannot accept a connection on '{SocketPath}': {refused.Message} ({refused.SocketErrorCode}).",
                    refused);
            }
        }
    }

    /// <summary>Stops listening and deletes the directory. Accepted connections stay open. Harmless when repeated.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        Remove(_directory);
    }

    private static IpcListener OpenIn(string parentDirectory, string directory, string socketPath)
    {
        if (!Directory.Exists(parentDirectory))
        {
            throw new DirectoryNotFoundException($"The directory '{parentDirectory}' does not exist.");
        }

        if (OperatingSystem.IsWindows())
        {
            throw new UnauthorizedAccessException("Windows has no file modes that keep other users out.");
        }

        Directory.CreateDirectory(directory, OwnerOnly);

        // The umask of the process may have removed rights of the owner.
        File.SetUnixFileMode(directory, OwnerOnly);

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(socketPath));
            socket.Listen(Backlog);
            return new IpcListener(socket, directory, socketPath);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static AcceptedPeer Identify(Socket socket)
    {
        try
        {
            return new AcceptedPeer(socket, PeerCredentials.Of(socket));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception undeleted) when (undeleted is IOException or UnauthorizedAccessException)
        {
            // It is deleted already, or cannot be deleted. The next supervisor tries again (AbandonedSockets).
        }
    }
}

/// <summary>A process that has connected. <see cref="SupervisorHandshake"/> takes ownership of it.</summary>
public sealed class AcceptedPeer : IDisposable
{
    internal AcceptedPeer(Socket socket, PeerCredentials? credentials)
    {
        Socket = socket;
        Credentials = credentials;
    }

    /// <summary>The identity of the process; null where the platform does not report it.</summary>
    public PeerCredentials? Credentials { get; }

    internal Socket Socket { get; }

    /// <summary>Closes the connection. Harmless after a handshake has ended.</summary>
    public void Dispose() => Socket.Dispose();
}
