using System.Globalization;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// The memory that this process and its children may use: that of the machine, or the smallest limit of the control groups that the
/// process is in. The runtime's own figure is no substitute: in a container it is the part that its heap may take.
/// </summary>
internal static class MachineMemory
{
    /// <summary>In bytes; null where nothing can be read, as outside of Linux.</summary>
    /// <param name="root">The folder that holds <c>proc</c> and <c>sys</c>; <c>/</c> but for tests.</param>
    public static long? Read(string root)
    {
        var groups = new ControlGroups(root);
        return ((long?[])[Machine(groups), groups.Memory]).Min();
    }

    private static long? Machine(ControlGroups groups) => groups.Lines("proc/meminfo")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is ["MemTotal:", _, "kB"])
        .Select(words => long.TryParse(words[1], CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1_024 : (long?)null)
        .FirstOrDefault();
}
