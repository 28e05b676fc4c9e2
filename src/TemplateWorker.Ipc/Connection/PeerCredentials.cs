using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TemplateWorker.Ipc.Connection;

/// <summary>Which process holds the other end of a Unix socket, as the kernel says; it cannot be made up by the peer.</summary>
/// <param name="ProcessId">As this process sees it; 0 when the peer is in a process namespace that this one does not see.</param>
/// <param name="UserId">The effective user id at the time of connecting.</param>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct PeerCredentials(int ProcessId, uint UserId)
{
    // Linux, <asm-generic/socket.h>; struct ucred is three 32-bit numbers: pid, uid, gid.
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int StructBytes = 12;

    /// <summary>The credentials of this process.</summary>
    /// <returns>Null where the platform has none.</returns>
    public static PeerCredentials? OfThisProcess() =>
        OperatingSystem.IsLinux() ? new PeerCredentials(Environment.ProcessId, GetEffectiveUserId()) : null;

    /// <summary>Asks the kernel for the process at the other end.</summary>
    /// <returns>Null where the platform (anything but Linux) does not say.</returns>
    /// <exception cref="SocketException">The socket is not connected.</exception>
    public static PeerCredentials? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<byte> credentials = stackalloc byte[StructBytes];
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials);
        return BitConverter.IsLittleEndian
            ? new PeerCredentials(
                BinaryPrimitives.ReadInt32LittleEndian(credentials), BinaryPrimitives.ReadUInt32LittleEndian(credentials[sizeof(int)..]))
            : new PeerCredentials(
                BinaryPrimitives.ReadInt32BigEndian(credentials), BinaryPrimitives.ReadUInt32BigEndian(credentials[sizeof(int)..]));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUserId();
}
