using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TemplateWorker.Ipc.Connection;

/// <summary>The process at the other end of a Unix socket. The kernel reports it, so the peer cannot forge it.</summary>
/// <param name="ProcessId">The id in the process namespace of this process; 0 when the peer is not visible in it.</param>
/// <param name="UserId">The effective user id of the peer when it connected.</param>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct PeerCredentials(int ProcessId, uint UserId)
{
    // Linux, <asm-generic/socket.h>: SOL_SOCKET and SO_PEERCRED. struct ucred holds three 32-bit numbers: pid, uid, gid.
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int StructBytes = 12;

    /// <summary>The credentials of this process.</summary>
    /// <returns>Null on platforms other than Linux.</returns>
    public static PeerCredentials? OfThisProcess() =>
        OperatingSystem.IsLinux() ? new PeerCredentials(Environment.ProcessId, GetEffectiveUserId()) : null;

    /// <summary>Asks the kernel for the process at the other end of a socket.</summary>
    /// <returns>Null on platforms other than Linux.</returns>
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
