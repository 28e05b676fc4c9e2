using System.Globalization;

namespace TemplateWorker.Benchmarks.Figures.Accounting;

/// <summary>One line of <c>/proc/PID/stat</c> or <c>/proc/PID/task/TID/stat</c> (man 5 proc).</summary>
/// <param name="Name">The name of the program or thread, 15 bytes at most.</param>
/// <param name="Parent">The process that started it.</param>
/// <param name="Cpu">User and system time together.</param>
/// <param name="ChildrenCpu">That of its children which have ended and were waited for.</param>
internal readonly record struct ProcStat(string Name, int Parent, TimeSpan Cpu, TimeSpan ChildrenCpu)
{
    // Fields are counted from the one behind the name, which is the state; the unit is USER_HZ, 100 on every Linux.
    private const int ParentField = 1;
    private const int UserTimeField = 11;
    private const int TicksPerSecond = 100;

    /// <returns>Null when there is no such process or thread (any more).</returns>
    public static ProcStat? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static ProcStat Parse(string line)
    {
        // The name may hold spaces and brackets.
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        var fields = line[(close + 2)..].Split(' ');
        return new ProcStat(
            line[(open + 1)..close],
            int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
            Ticks(UserTimeField) + Ticks(UserTimeField + 1),
            Ticks(UserTimeField + 2) + Ticks(UserTimeField + 3));

        TimeSpan Ticks(int field) => TimeSpan.FromSeconds(double.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond);
    }
}
