using System.Globalization;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>The limits of the control groups that this process is in, of both versions.</summary>
/// <param name="root">The folder that holds <c>proc</c> and <c>sys</c>; <c>/</c> but for tests.</param>
internal sealed class ControlGroups(string root)
{
    /// <summary>Memory in bytes; null without a limit.</summary>
    public long? Memory => Smallest("memory", "memory.max", "memory.limit_in_bytes");

    /// <summary>Threads of all processes together; null without a limit.</summary>
    public long? Tasks => Smallest("pids", "pids.max", "pids.max");

    /// <summary>The lines of a file below the root; none where it cannot be read.</summary>
    public string[] Lines(string path)
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

    private long? Smallest(string controller, string file, string fileOfVersion1)
    {
        var groups = Lines("proc/self/cgroup").Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3);
        return groups.SelectMany(group => group switch
        {
            ["0", "", var path] => Limits("sys/fs/cgroup", path, file),
            [_, var controllers, var path] when controllers.Split(',').Contains(controller, StringComparer.Ordinal) =>
                Limits($"sys/fs/cgroup/{controller}", path, fileOfVersion1),
            _ => [],
        }).Min();
    }

    // The group's own limit and those of the groups around it. In a container the path may be the host's, of which only the top is there.
    private IEnumerable<long?> Limits(string mount, string path, string file)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var depth = 0; depth <= parts.Length; depth++)
        {
            yield return Lines(Path.Combine([mount, .. parts[..depth], file])).Select(Number).FirstOrDefault();
        }
    }

    // "max" is no limit.
    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
