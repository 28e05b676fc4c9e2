using System.Net.Sockets;

namespace TemplateWorker.Ipc.Connection;

/// <summary>A supervisor that was killed could not remove its directory; the next one on the machine does.</summary>
internal static class AbandonedSockets
{
    /// <summary>A directory younger than this may belong to a supervisor between making its socket and listening on it.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>Removes directories of this user whose socket nobody listens on. What cannot be removed stays.</summary>
    public static void Remove(string parentDirectory, string directoryPrefix, string socketName)
    {
        if (!Directory.Exists(parentDirectory))
        {
            return;
        }

        foreach (var directory in Directory.EnumerateDirectories(parentDirectory, $"{directoryPrefix}*"))
        {
            try
            {
                var socketPath = Path.Combine(directory, socketName);
                if (IsSettled(directory) && File.Exists(socketPath) && !IsListening(socketPath))
                {
                    Directory.Delete(directory, recursive: true);
                }
            }
            catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException)
            {
                // Another user's, or gone meanwhile.
            }
        }
    }

    private static bool IsSettled(string directory) =>
        TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(directory) > Settled;

    private static bool IsListening(string socketPath)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            return true;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
