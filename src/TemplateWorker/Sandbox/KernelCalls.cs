using System.Runtime.InteropServices;

namespace TemplateWorker.Sandbox;

/// <summary>What the sandbox asks of the kernel. Linux only.</summary>
internal static partial class KernelCalls
{
    // linux/prctl.h, asm-generic/resource.h, linux/seccomp.h.
    private const int SetDumpable = 4;
    private const int SetNoNewPrivileges = 38;
    private const int CoreSize = 4;
    private const uint SetModeFilter = 1;
    private const uint OnAllThreads = 1;

    /// <summary>The process's memory and environment in <c>/proc</c> are root's from now on, no debugger of its user may attach, and it leaves no core file.</summary>
    /// <returns>0, or the error number.</returns>
    public static int ForbidDumps() => Result(ProcessControl(SetDumpable, 0, 0, 0, 0));

    /// <summary>Programs that this thread and its later threads start get no rights by set-user-id bits or file capabilities.</summary>
    /// <returns>0, or the error number.</returns>
    public static int ForbidNewPrivileges() => Result(ProcessControl(SetNoNewPrivileges, 1, 0, 0, 0));

    /// <summary>Sets the limit of core files to nothing; it cannot be raised again without privileges.</summary>
    /// <returns>0, or the error number.</returns>
    public static int ForbidCoreFiles()
    {
        var none = default(ResourceLimit);
        return Result(SetResourceLimit(CoreSize, ref none));
    }

    /// <summary>Installs a filter on all threads of the process. It stays until the end of the process, and later filters only add to it.</summary>
    /// <param name="program">Null to ask whether the kernel would take one: the error is then EFAULT, since there is nothing to install.</param>
    /// <returns>0, or the error number; a negative number is a thread that has a filter of its own.</returns>
    public static int InstallFilter(FilterInstruction[]? program)
    {
        if (program is null)
        {
            return InstallFilter(0);
        }

        var pinned = GCHandle.Alloc(program, GCHandleType.Pinned);
        var description = GCHandle.Alloc(new ProgramDescription((ushort)program.Length, pinned.AddrOfPinnedObject()), GCHandleType.Pinned);
        try
        {
            return InstallFilter(description.AddrOfPinnedObject());
        }
        finally
        {
            description.Free();
            pinned.Free();
        }
    }

    private static int InstallFilter(nint description)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 317 : 277;
        var thread = Seccomp(number, SetModeFilter, OnAllThreads, description);
        return thread > 0 ? -(int)thread : Result((int)thread);
    }

    private static int Result(int returned) => returned == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetResourceLimit(int resource, ref ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Seccomp(nint number, nuint operation, nuint flags, nint description);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProgramDescription(ushort length, nint instructions)
    {
        public readonly ushort Length = length;
        public readonly nint Instructions = instructions;
    }
}
