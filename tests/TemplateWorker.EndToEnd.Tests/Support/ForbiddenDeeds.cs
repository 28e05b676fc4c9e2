using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using TemplateWorker.Sandbox;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>
/// What an attacker would do who has taken over a worker process, done inside a real one: a startup hook brings it in, and a thread that is older than
/// the sandbox does it once the test says so.
/// </summary>
internal static partial class ForbiddenDeeds
{
    /// <summary>A name that workers inherit.</summary>
    private const string Variable = "DOTNET_FORBIDDEN_DEEDS";

    /// <summary>The name under which the report has the environment that the worker was started with.</summary>
    public const string EnvironmentOfProcess = "environment";

    private const string Order = "begin-deeds";
    private const string Report = "deeds-of-";
    private const string Unfinished = ".unfinished";
    private const string Last = "the end";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Gives this to the supervisor; its workers inherit it.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(StartupHook.Environment, StringComparer.Ordinal) { [Variable] = "1" };

    /// <summary>Whether the process of a startup hook is to do them.</summary>
    public static bool AreWanted => System.Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Has the worker do all of them.</summary>
    /// <param name="temporary">What <c>TMPDIR</c> of the supervisor names.</param>
    /// <param name="worker">The worker's process.</param>
    /// <returns>What became of each, by its name.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> DoAsync(string temporary, int worker)
    {
        await File.WriteAllTextAsync(Path.Combine(temporary, Order), string.Empty);
        var report = Path.Combine(temporary, $"{Report}{worker}");
        string[] lines = [];
        await Eventually.HoldsAsync(
            async () => (lines = await File.ReadAllLinesAsync(report)).LastOrDefault() == Last, () => string.Join('\n', lines));
        return lines[..^1].Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }

    /// <summary>Called in the worker before its own first line.</summary>
    public static void Prepare()
    {
        var temporary = Path.GetTempPath();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Report}{System.Environment.ProcessId}");

        // Opened now, since nothing can be opened for writing later.
        var report = new StreamWriter(new FileStream(Path.Combine(temporary, name), FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        var environment = File.ReadAllText("/proc/self/environ").Replace('\0', ' ').ReplaceLineEndings(" ");
        report.WriteLine($"{EnvironmentOfProcess}={environment}");
        new Thread(() => Do(temporary, report)) { IsBackground = true, Name = "deeds" }.Start();
    }

    private static void Do(string temporary, StreamWriter report)
    {
        using var never = new ManualResetEventSlim();
        while (!File.Exists(Path.Combine(temporary, Order)))
        {
            never.Wait(Pause);
        }

        foreach (var (name, deed) in All(temporary))
        {
            report.WriteLine($"{name}={Outcome(deed)}");
        }

        report.WriteLine(Last);
    }

    private static IEnumerable<(string Name, Func<string> Deed)> All(string temporary)
    {
        var config = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(temporary))!, "config.yaml");
        var supervisor = int.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);
        yield return ("make a file", () => Done(() => File.WriteAllText(Path.Combine(temporary, $"new-{System.Environment.ProcessId}"), "x")));
        yield return ("append to a file", () => Done(() => File.AppendAllText(config, string.Empty)));
        yield return ("empty a file", () => Done(() => new FileStream(Path.Combine(temporary, Order), FileMode.Truncate).Dispose()));
        yield return ("delete a file", () => Done(() => File.Delete(Path.Combine(temporary, Order))));
        yield return ("rename a file", () => Done(() => File.Move(config, $"{config}{Unfinished}")));
        yield return ("make a folder", () => Done(() => Directory.CreateDirectory(Path.Combine(temporary, "folder"))));
        yield return ("open a file to others", () => Done(() => OpenToOthers(config)));
        yield return ("start a program", () => Done(() => Process.Start("/bin/true").Dispose()));
        yield return ("listen", () => Done(() => new TcpListener(IPAddress.Loopback, 0).Start()));
        yield return ("open a raw socket", () => Done(() => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp).Dispose()));
        yield return ("signal the supervisor", () => Done(() => Processes.Signal(supervisor, 0)));
        yield return ("read the supervisor's environment", () => Done(() => File.ReadAllBytes($"/proc/{supervisor}/environ")));
        yield return ("make a dangerous system call", DangerousCalls);
        yield return ("read a file", () => Done(() => File.ReadAllText(config)));
        yield return ("start a thread", () => Done(() =>
        {
            var thread = new Thread(() => { });
            thread.Start();
            thread.Join();
        }));
        yield return ("open a socket", () => Done(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Dispose()));
        yield return ("signal itself", () => Done(() => Processes.Signal(System.Environment.ProcessId, 0)));
        yield return ("be dumped", () => ProcessControl(3, 0, 0, 0, 0).ToString(CultureInfo.InvariantCulture));
    }

    private static void OpenToOthers(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }
    }

    private static string Done(Action deed)
    {
        deed();
        return "done";
    }

    private static string Outcome(Func<string> deed)
    {
        try
        {
            return deed();
        }
        catch (Exception refused)
        {
            return $"{refused.GetType().Name}: {refused.Message.ReplaceLineEndings(" ")}";
        }
    }

    // Each call that fails whatever its arguments are. Only under the filter: some of these do something with arguments of zero.
    private static string DangerousCalls()
    {
        if (!File.ReadAllText("/proc/thread-self/status").Contains("Seccomp:\t2", StringComparison.Ordinal))
        {
            return "no filter";
        }

        var isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        var possible = FilterRules.Of(System.Environment.ProcessId)
            .Where(rule => rule.Cases.Length == 0)
            .Select(rule => (rule.Call.Name, Number: isX64 ? rule.Call.X64 : rule.Call.Arm64, Error: (int)((uint)rule.Otherwise & 0xffff)))
            .Where(call => call.Number is { } number && (SystemCall(number, 0, 0, 0) != -1 || Marshal.GetLastPInvokeError() != call.Error))
            .Select(call => call.Name)
            .ToArray();
        return possible.Length == 0 ? "refused" : $"possible: {string.Join(' ', possible)}";
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
