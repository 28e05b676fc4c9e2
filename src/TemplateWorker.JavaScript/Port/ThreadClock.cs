using System.Globalization;
using System.Runtime.InteropServices;

namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// How much of the processor one thread got, readable from every thread. A busy machine makes a run take longer without letting
/// it do more, so limits are compared with this clock and not with the time of day alone. Linux only.
/// </summary>
internal sealed unsafe partial class ThreadClock
{
    /// <summary>Low bits of the kernel's clock id: the clock of a thread, by its use of the scheduler.</summary>
    private const int ThreadCpu = 6;

    [ThreadStatic]
    private static ThreadClock? _current;

    private readonly int _clock;
    private readonly string _statistics;

    private ThreadClock(int threadId)
    {
        _clock = (~threadId << 3) | ThreadCpu;
        _statistics = string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}/schedstat");
    }

    /// <summary>The clock of the calling thread; null where the system has none.</summary>
    public static ThreadClock? OfCurrent => OperatingSystem.IsLinux() ? _current ??= new ThreadClock(GetThreadId()) : null;

    /// <summary>The CPU time of the thread; zero after its end.</summary>
    public TimeSpan Cpu
    {
        get
        {
            Timespec now;
            return GetTime(_clock, &now) == 0
                ? new TimeSpan((now.Seconds * TimeSpan.TicksPerSecond) + (now.Nanoseconds / TimeSpan.NanosecondsPerTick))
                : TimeSpan.Zero;
        }
    }

    /// <summary>How long the thread was ready to run and had no processor; zero where the kernel does not count it. Reads a file.</summary>
    public TimeSpan Starved
    {
        get
        {
            try
            {
                var fields = File.ReadAllText(_statistics).Split(' ');
                return fields.Length > 1 && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var nanoseconds)
                    ? new TimeSpan(nanoseconds / TimeSpan.NanosecondsPerTick)
                    : TimeSpan.Zero;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return TimeSpan.Zero;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, Timespec* now);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
