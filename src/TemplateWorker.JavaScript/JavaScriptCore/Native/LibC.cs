using System.Runtime.InteropServices;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary>What the guards need of the C library. Linux with glibc, x64 and arm64.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc.so.6";
    private const int DataLimit = 2;

    public static string? ReadEnvironment(string name) => Marshal.PtrToStringUTF8(GetEnvironment(name));

    /// <summary>Unlike <see cref="Environment.SetEnvironmentVariable(string, string?)"/>, which native code does not see.</summary>
    public static void WriteEnvironment(string name, string value)
    {
        if (SetEnvironment(name, value, 1) != 0)
        {
            throw new ScriptEngineUnavailableException(
                $"The environment variable {name}={value}, which JavaScriptCore needs, could not be set (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>Gives free memory of the C heap back to the system; else it stays with the process for good.</summary>
    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    public static partial int TrimMemory(nuint keep);

    /// <summary>Lowers the soft limit on the process's data; the hard limit stays.</summary>
    public static void LimitData(long bytes)
    {
        ResourceLimit limit;
        if (GetResourceLimit(DataLimit, &limit) == 0)
        {
            limit.Soft = Math.Min((ulong)bytes, limit.Hard);
            if (SetResourceLimit(DataLimit, &limit) == 0)
            {
                return;
            }
        }

        throw new ScriptEngineUnavailableException(
            $"The memory limit of the process (RLIMIT_DATA {bytes}) could not be set (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>The address of the process's handler for a signal: 0 is the default, 1 ignores it.</summary>
    public static nint SignalHandler(int signal)
    {
        // struct sigaction of glibc: the handler comes first; 152 bytes on x64, less elsewhere.
        var action = stackalloc nint[32];
        return SignalAction(signal, null, action) == 0
            ? action[0]
            : throw new ScriptEngineUnavailableException($"The handler of signal {signal} could not be read (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>The file of the library that holds an address, or null.</summary>
    public static string? LibraryOf(nint address)
    {
        DynamicLibraryInfo info;
        return AddressInfo(address, &info) == 0 ? null : Marshal.PtrToStringUTF8(info.FileName);
    }

    [LibraryImport(Library, EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnvironment(string name);

    [LibraryImport(Library, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetResourceLimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetResourceLimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    private static partial int SignalAction(int signal, nint* action, nint* old);

    [LibraryImport(Library, EntryPoint = "dladdr")]
    private static partial int AddressInfo(nint address, DynamicLibraryInfo* info);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct DynamicLibraryInfo
    {
        public nint FileName;
        public nint Base;
        public nint SymbolName;
        public nint SymbolAddress;
    }
}
