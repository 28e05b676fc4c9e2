using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The supervisor's socket, in a directory of its own that only its user can enter.</summary>
/// <remarks>The directory and the socket are removed with the listener. One caller accepts at a time.</remarks>
public sealed class IpcListener : IDisposable
{
    // sun_path holds 108 bytes on Linux and 104 on macOS, with the 0 at the end.
    private const int MaxSocketPathBytes = 103;
    private const int Backlog = 128;
    private const string SocketName = "supervisor.sock";
    private const string DirectoryPrefix = "template-worker-";
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

    /// <summary>Makes a directory (mode 0700) with a random name and a listening socket in it.</summary>
    /// <param name="parentDirectory">Where; it must exist, and be short: a socket's path has at most 103 bytes.</param>
    /// <exception cref="IpcException">The directory or the socket cannot be made.</exception>
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
                $"The socket's path '{socketPath}' has {bytes} bytes, at most {MaxSocketPathBytes} are allowed. Choose a shorter directory.");
        }

        try
        {
            return OpenIn(parentDirectory, directory, socketPath);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or SocketException)
        {
            Remove(directory);
            throw new IpcException(IpcFault.Endpoint, $"The socket '{socketPath}' cannot be made: {cause.Message}", cause);
        }
    }

    /// <summary>Waits for a process to connect.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the listener was disposed.</exception>
    /// <exception cref="IpcException">The system has no descriptor or memory left for another connection; the listener goes on.</exception>
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
                // That peer went before it was accepted; the next one counts.
            }
            catch (SocketException refused)
            {
                throw new IpcException(
                    IpcFault.Endpoint, $"No connection can be accepted at '{SocketPath}': {refused.Message} ({refused.SocketErrorCode}).", refused);
            }
        }
    }

    /// <summary>Stops listening and removes the directory. Connections that were accepted go on.</summary>
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
            throw new UnauthorizedAccessException("Windows has no file modes to keep other users out.");
        }

        Directory.CreateDirectory(directory, OwnerOnly);

        // The file mode mask of the process may have taken rights away from the owner.
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
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // Gone already, or not ours to remove any more. An empty directory that stays harms nobody.
        }
    }
}

/// <summary>A process that connected and has said nothing yet. <see cref="SupervisorHandshake"/> takes it over.</summary>
public sealed class AcceptedPeer : IDisposable
{
    internal AcceptedPeer(Socket socket, PeerCredentials? credentials)
    {
        Socket = socket;
        Credentials = credentials;
    }

    /// <summary>Which process it is; null where the platform does not say.</summary>
    public PeerCredentials? Credentials { get; }

    internal Socket Socket { get; }

    /// <summary>Closes the connection. Harmless after a handshake took it over and ended.</summary>
    public void Dispose() => Socket.Dispose();
}
