using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// The process's memory, from <c>/proc/self/statm</c>: 8 µs a reading, where the runtime's own way makes a snapshot of the whole process. Linux
/// only. Thread-safe.
/// </summary>
internal sealed class ProcessMemory : IDisposable
{
    private static readonly long RecentTicks = Stopwatch.Frequency / 20;
    private readonly SafeFileHandle _statm = File.OpenHandle("/proc/self/statm");
    private readonly Lock _lock = new();
    private Usage _recent;
    private long _recentAt;

    /// <summary>A reading of now.</summary>
    public Usage Read()
    {
        Span<byte> text = stackalloc byte[256];
        text = text[..RandomAccess.Read(_statm, text, 0)];
        var usage = new Usage(Field(text, 1) * Environment.SystemPageSize, Field(text, 5) * Environment.SystemPageSize);
        lock (_lock)
        {
            _recent = usage;
            _recentAt = Stopwatch.GetTimestamp();
        }

        return usage;
    }

    /// <summary>A reading at most 50 ms old: cheap enough for every run, and within that time a process grows little but by its runs.</summary>
    public Usage ReadRecent(long timestamp)
    {
        lock (_lock)
        {
            if (_recentAt != 0 && timestamp - _recentAt < RecentTicks)
            {
                return _recent;
            }
        }

        return Read();
    }

    public void Dispose() => _statm.Dispose();

    private static long Field(ReadOnlySpan<byte> text, int index)
    {
        for (; index > 0; index--)
        {
            text = text[(text.IndexOf((byte)' ') + 1)..];
        }

        return Utf8Parser.TryParse(text, out long pages, out _)
            ? pages
            : throw new InvalidOperationException("/proc/self/statm does not have the form of proc(5).");
    }

    /// <param name="ResidentBytes">In memory now.</param>
    /// <param name="DataBytes">Private writable mappings, touched or not: what <c>RLIMIT_DATA</c> counts.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Usage(long ResidentBytes, long DataBytes);
}
