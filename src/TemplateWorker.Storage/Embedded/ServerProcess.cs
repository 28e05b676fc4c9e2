using System.Diagnostics;

namespace TemplateWorker.Storage.Embedded;

/// <summary>
/// A PostgreSQL server that we run as a child and that cannot outlive us.
/// </summary>
/// <remarks>
/// Between us and the server stands a small shell. It leads a session of its own, so that Ctrl-C at the terminal reaches us
/// and not the server, which has to serve until the last run is drained. It holds the reading end of a pipe whose only
/// writing end is ours: when we close it, or die by whatever signal, the shell reads the end of it and asks the server to
/// stop. (The parent-death signal alone would not do: it fires when the thread that forked ends, and ours is from the
/// thread pool. Between shell and server it does, and covers the death of the shell.)
/// </remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    // On kernels that schedule by session ("autogroup" in sched(7)), niceness counts within a session only: the new one gets ours.
    // $1 = log file, $2 = signal that stops the server, $3 = folder to remove after a stop or nothing, the rest = the server's
    // command line. A background command of a shell reads from /dev/null unless told otherwise, hence descriptor 3.
    private const string Script = """
        log=$1 stop=$2 remove=$3; shift 3
        [ ! -w /proc/self/autogroup ] || nice >/proc/self/autogroup
        exec 3<&0 >>"$log" 2>&1
        "$@" 3<&- &
        server=$!
        { read -r _ <&3; kill -s "$stop" "$server"; } &
        watcher=$!
        wait "$server"; status=$?
        kill "$watcher" 2>/dev/null
        [ "$status" != 0 ] || [ -z "$remove" ] || rm -rf -- "$remove"
        exit "$status"
        """;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _shell;
    private readonly TimeProvider _time;
    private readonly Task<string> _complaints;
    private bool _isDisposed;

    private ServerProcess(Process shell, TimeProvider time)
    {
        _shell = shell;
        _time = time;
        _complaints = shell.StandardError.ReadToEndAsync();
        Exited = shell.WaitForExitAsync();
    }

    /// <summary>Completes when the server has ended, for whatever reason.</summary>
    public Task Exited { get; }

    /// <summary>
    /// What was said before the log took over, such as that a program is missing; mostly nothing. Completes at the latest
    /// with the server.
    /// </summary>
    public Task<string> ComplaintsAsync() => _complaints;

    /// <summary>Starts the server. It takes connections some time later, or ends.</summary>
    /// <exception cref="StorageException">A program that is needed is missing.</exception>
    public static ServerProcess Start(
        ClusterUser user, ServerBinaries binaries, ClusterFolder folder, ServerSettings settings, TimeProvider time)
    {
        var (stop, remove) = settings.Durability == ClusterDurability.Durable ? ("INT", "") : ("QUIT", folder.Root);
        IReadOnlyList<string> server =
            ["setpriv", "--pdeathsig", stop, "--", binaries.Postgres, "-D", folder.Data, .. settings.Arguments(folder)];
        var shell = ToolRun.Start(["setsid", .. user.Run(["sh", "-c", Script, "sh", folder.Log, stop, remove, .. server])]);
        return new ServerProcess(shell, time);
    }

    /// <summary>Stops the server: sessions are ended, and what is committed is written down. Harmless when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _shell.StandardInput.Close();
        try
        {
            await Exited.WaitAsync(StopTimeout, _time);
        }
        catch (TimeoutException)
        {
            // The server recovers from its log at the next start.
            _shell.Kill(entireProcessTree: true);
            await Exited;
        }

        _shell.Dispose();
    }
}
