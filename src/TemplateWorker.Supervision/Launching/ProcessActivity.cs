using System.Globalization;

namespace TemplateWorker.Supervision.Launching;

/// <summary>What the operating system says about a worker process.</summary>
/// <param name="Cpu">The CPU time that all its threads have used.</param>
/// <param name="IsStopped">Whether a signal or a debugger stopped it.</param>
internal sealed record ProcessActivity(TimeSpan Cpu, bool IsStopped)
{
    /// <summary>The unit of CPU times in <c>/proc</c>, the same on all architectures that .NET supports.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Reads it from <c>/proc</c>.</summary>
    /// <returns>Null when the process has ended or the system has no <c>/proc</c>.</returns>
    public static ProcessActivity? Read(int processId)
    {
        try
        {
            return Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="stat">The text of <c>/proc/PID/stat</c>, described in proc(5).</param>
    /// <returns>Null when the text has another form.</returns>
    internal static ProcessActivity? Parse(string stat)
    {
        // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int state = 0, user = 11, system = 12;
        return fields.Length > system
            && long.TryParse(fields[user], CultureInfo.InvariantCulture, out var inUser)
            && long.TryParse(fields[system], CultureInfo.InvariantCulture, out var inSystem)
            ? new ProcessActivity(TimeSpan.FromSeconds((double)(inUser + inSystem) / TicksPerSecond), fields[state] is "T" or "t")
            : null;
    }
}
