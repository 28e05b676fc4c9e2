using System.Globalization;
using System.Runtime.InteropServices;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Processes that are not children of the test: looked at by /proc, and signalled.</summary>
internal static partial class Processes
{
    public static void Signal(int processId, int signal)
    {
        if (SendSignal(processId, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} to {processId} failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Whether it runs; one that has ended and that nobody has waited for does not.</summary>
    public static bool IsAlive(int processId) => Stat(processId) is { State: not ("Z" or "X") };

    /// <summary>Whether it stands still by a signal.</summary>
    public static bool IsStopped(int processId) => Stat(processId) is { State: "T" };

    /// <summary>The children that run.</summary>
    public static IReadOnlyList<int> ChildrenOf(int processId) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { State: not ("Z" or "X") } stat && stat.Parent == processId),
    ];

    /// <summary>The children that run as workers.</summary>
    public static IReadOnlyList<int> WorkersOf(int processId) => [.. ChildrenOf(processId).Where(IsWorker)];

    /// <summary>Waits until none of them runs.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> GoneAsync(IReadOnlyList<int> processIds)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            () => Task.FromResult(!processIds.Any(IsAlive)), () => $"{string.Join(", ", processIds.Where(IsAlive))} run.");
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>The CPU time of a process and of all that it has started, also of those that have ended and were waited for.</summary>
    public static TimeSpan UseOfTree(int processId)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Stat: Stat(id)))
            .Where(process => process.Stat is not null)
            .ToLookup(process => process.Stat!.Parent);
        var ticks = Stat(processId)?.Ticks ?? 0;
        var open = new Stack<int>([processId]);
        while (open.TryPop(out var parent))
        {
            foreach (var (id, stat) in children[parent])
            {
                ticks += stat!.Ticks;
                open.Push(id);
            }
        }

        return OfTicks(ticks);
    }

    /// <summary>A time of /proc, which Linux counts in hundredths of a second on every machine.</summary>
    public static TimeSpan OfTicks(long ticks) => TimeSpan.FromMilliseconds(10 * ticks);

    private static bool IsWorker(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains("processpoolworker", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static ProcessStat? Stat(int processId)
    {
        try
        {
            // The name stands in brackets and may hold anything.
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            return new ProcessStat(fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), ticks);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);

    private sealed record ProcessStat(string State, int Parent, long Ticks);
}
