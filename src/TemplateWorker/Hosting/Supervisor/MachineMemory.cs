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
        var groups = Lines(root, "proc/self/cgroup").Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3);
        var limits = groups.SelectMany(group => group switch
        {
            ["0", "", var path] => Limits(root, "sys/fs/cgroup", path, "memory.max"),
            [_, var controllers, var path] when controllers.Split(',').Contains("memory", StringComparer.Ordinal) =>
                Limits(root, "sys/fs/cgroup/memory", path, "memory.limit_in_bytes"),
            _ => [],
        });
        return limits.Append(Machine(root)).Min();
    }

    private static long? Machine(string root) => Lines(root, "proc/meminfo")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is ["MemTotal:", _, "kB"])
        .Select(words => Number(words[1]) * 1_024)
        .FirstOrDefault();

    // The group's own limit and those of the groups around it. In a container the path may be the host's, of which only the top is there.
    private static IEnumerable<long?> Limits(string root, string mount, string path, string file)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var depth = 0; depth <= parts.Length; depth++)
        {
            yield return Lines(root, Path.Combine([mount, .. parts[..depth], file])).Select(Number).FirstOrDefault();
        }
    }

    // "max" is no limit.
    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string root, string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
