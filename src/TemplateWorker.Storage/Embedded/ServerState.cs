using System.Globalization;

namespace TemplateWorker.Storage.Embedded;

/// <summary>What a server's lock file, <c>postmaster.pid</c>, says about it.</summary>
/// <param name="ProcessId">The server's process.</param>
/// <param name="Port">The port of both its TCP address and its socket.</param>
/// <param name="IsReady">Whether it takes connections.</param>
/// <remarks>
/// The lines are those of PostgreSQL's <c>src/include/utils/pidfile.h</c>: 1 process, 2 data directory, 3 start time, 4 port,
/// 5 socket folder, 6 listen address, 7 shared memory, 8 status.
/// </remarks>
internal sealed record ServerState(int ProcessId, int Port, bool IsReady)
{
    private const int PortLine = 3;
    private const int StatusLine = 7;

    /// <summary>
    /// Reads the state of the server that runs on a cluster, or null when none does. A lock file that a killed server left
    /// behind counts for nothing, even when its process number belongs to another program by now.
    /// </summary>
    public static ServerState? Read(ClusterFolder folder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(folder.PostmasterPid);
        }
        catch (IOException)
        {
            return null;
        }

        if (!int.TryParse(lines.ElementAtOrDefault(0), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !RunsServer(process, folder))
        {
            return null;
        }

        // The lines appear one after the other while the server starts.
        _ = int.TryParse(lines.ElementAtOrDefault(PortLine), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return new ServerState(process, port, lines.ElementAtOrDefault(StatusLine)?.Trim() == "ready");
    }

    // Every user can read the command line, and starts with what ServerProcess and pg_ctl give: postgres -D <folder>.
    private static bool RunsServer(int process, ClusterFolder folder)
    {
        try
        {
            var arguments = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return Path.GetFileName(arguments[0]) == "postgres" && arguments.Contains(folder.Data);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
