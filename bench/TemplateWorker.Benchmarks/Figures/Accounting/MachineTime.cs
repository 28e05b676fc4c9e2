using System.Globalization;

namespace TemplateWorker.Benchmarks.Figures.Accounting;

/// <summary>The first line of <c>/proc/stat</c> (man 5 proc).</summary>
internal static class MachineTime
{
    private const int IdleField = 4;
    private const int IoWaitField = 5;
    private const int StealField = 8;
    private const int TicksPerSecond = 100;

    /// <summary>What all cores did since the start of the machine that was neither idling nor taken away by the hypervisor.</summary>
    public static TimeSpan Parse(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = Enumerable.Range(1, StealField - 1)
            .Where(field => field is not (IdleField or IoWaitField))
            .Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }
}
