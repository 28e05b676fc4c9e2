using System.Globalization;
using System.Runtime.InteropServices;

namespace TemplateWorker.Sandbox;

/// <summary>Takes rights away from this process; nothing gives them back. <c>SECURITY.md</c> says what remains.</summary>
internal static class ProcessSandbox
{
    private const int BadAddress = 14;
    private const int NotImplemented = 38;
    private const int InvalidArgument = 22;

    /// <summary>
    /// Keeps other processes of the same user out of this one's memory and environment, and leaves no core file. Readings such as
    /// <c>/proc/PID/stat</c> stay open to all.
    /// </summary>
    /// <exception cref="InvalidOperationException">The kernel refused; the message names call and remedy.</exception>
    public static void Hide()
    {
        Require(KernelCalls.ForbidCoreFiles(), "setrlimit(RLIMIT_CORE)");
        Require(KernelCalls.ForbidDumps(), "prctl(PR_SET_DUMPABLE)");
    }

    /// <summary>
    /// Installs the filter of system calls on all threads, those to come included. Every file that the process writes to must be open, and
    /// it can start no other process afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">The kernel refused; the message names call and remedy.</exception>
    public static void Seal()
    {
        // The kernel takes a filter from a thread without privileges only after this, and extends it to the other threads with the filter.
        Require(KernelCalls.ForbidNewPrivileges(), "prctl(PR_SET_NO_NEW_PRIVS)");
        var filter = FilterProgram.Compile(RuntimeInformation.ProcessArchitecture, Environment.ProcessId);
        Require(KernelCalls.InstallFilter(filter), "seccomp(SECCOMP_SET_MODE_FILTER)");
    }

    /// <summary>Why <see cref="Seal"/> would fail on this machine; null if it would not. Changes nothing.</summary>
    public static string? SealFault() =>
        !OperatingSystem.IsLinux() ? "only Linux has them"
        : !FilterProgram.Supports(RuntimeInformation.ProcessArchitecture)
            ? $"there is no list of system calls for {RuntimeInformation.ProcessArchitecture}"
            : Explain(KernelCalls.InstallFilter(null));

    /// <param name="error">What the kernel said to a filter without instructions.</param>
    /// <returns>Null if it would take a real one.</returns>
    internal static string? Explain(int error) => error switch
    {
        BadAddress => null,
        NotImplemented or InvalidArgument => $"this kernel has none for all threads of a process (seccomp: error {Shown(error)}; Linux 3.17 and later do)",
        _ => $"the system or the container's runtime does not permit them (seccomp: error {Shown(error)})",
    };

    private static void Require(int error, string call)
    {
        if (error != 0)
        {
            var reason = error < 0 ? $"thread {Shown(-error)} has a filter of its own" : $"error {Shown(error)}";
            throw new InvalidOperationException(
                $"The sandbox of this process could not be set up: {call} failed ({reason}). Set workers.sandbox to false to run without it.");
        }
    }

    private static string Shown(int error) => error.ToString(CultureInfo.InvariantCulture);
}
