using System.Net.Sockets;

namespace TemplateWorker.Ipc.Connection;

/// <summary>Deletes the directories of supervisors that were killed and could not delete them.</summary>
internal static class AbandonedSockets
{
    /// <summary>A younger directory may belong to a supervisor that has bound its socket and does not listen yet.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(1);

    /// <summary>Deletes the directories whose socket has no listener. Skips a directory that it may not or cannot delete.</summary>
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
                if (IsOldEnough(directory) && File.Exists(socketPath) && !IsListening(socketPath))
                {
                    Directory.Delete(directory, recursive: true);
                }
            }
            catch (Exception undeleted) when (undeleted is IOException or UnauthorizedAccessException)
            {
                // It belongs to another user, or another supervisor has just deleted it.
            }
        }
    }

    /// <summary>The directories whose socket exists and has no listener, whatever their age.</summary>
    public static IEnumerable<string> Directories(string parentDirectory, string directoryPrefix, string socketName) =>
        !Directory.Exists(parentDirectory)
            ? []
            : Directory.EnumerateDirectories(parentDirectory, $"{directoryPrefix}*")
                .Where(directory => Path.Combine(directory, socketName) is var socketPath && File.Exists(socketPath) && !IsListening(socketPath));

    private static bool IsOldEnough(string directory) =>
        TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(directory) > MinAge;

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
