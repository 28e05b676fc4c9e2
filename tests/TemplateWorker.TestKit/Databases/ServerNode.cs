using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>One PostgreSQL server of an <see cref="OwnServer"/>: its folder and its port, started and stopped in every way.</summary>
internal sealed class ServerNode(ClusterFolder folder, int port) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private ServerProcess? _process;

    public ClusterFolder Folder => folder;

    public int Port => port;

    private string Kept => folder.Data + "-kept";

    /// <summary>Starts the server and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        var (user, binaries) = await ToolsAsync();
        _process = ServerProcess.Start(user, binaries, folder, new ServerSettings(port, ClusterDurability.Durable), TimeProvider.System);
        for (var started = TimeProvider.System.GetTimestamp(); ServerState.Read(folder) is not { IsReady: true };)
        {
            if (_process.Exited.IsCompleted || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The server did not start: " + await File.ReadAllTextAsync(folder.Log));
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    /// <summary>Stops the server in order.</summary>
    public Task StopAsync() => ControlAsync("stop", "-m", "fast", "-w");

    /// <summary>Has the server end at once and without a word to its clients, as after a crash.</summary>
    /// <param name="frozen">Processes of the server that <see cref="SignalAsync"/> has stopped: they are killed with it.</param>
    public async Task CrashAsync(params IReadOnlyList<int> frozen)
    {
        // The server is told first: one that loses a process otherwise would start the others again.
        await ControlAsync("stop", "-m", "immediate", "-W");
        await SignalAsync("KILL", frozen);
        for (var started = TimeProvider.System.GetTimestamp(); ServerState.Read(folder) is not null;)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The server did not end: " + await File.ReadAllTextAsync(folder.Log));
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    /// <summary>Makes a standby that takes no writes to a server that does.</summary>
    public Task PromoteAsync() => ControlAsync("promote", "-w");

    /// <summary>Sends a signal to processes of the server.</summary>
    public async Task SignalAsync(string name, IReadOnlyList<int> processes)
    {
        var (user, _) = await ToolsAsync();
        foreach (var process in processes)
        {
            await RequireAsync(user.Run("sh", "-c", $"kill -s {name} {process}"));
        }
    }

    /// <summary>Makes a standby of this server, which is stopped meanwhile.</summary>
    /// <param name="copy">The standby's folder, which does not exist yet.</param>
    /// <param name="copyPort">Where the standby listens.</param>
    /// <param name="connection">How the standby connects to this server, in libpq's form.</param>
    public async Task<ServerNode> CopyAsync(ClusterFolder copy, int copyPort, string connection)
    {
        var (user, _) = await ToolsAsync();
        await user.MakeFolderAsync(copy.Root, CancellationToken.None);
        await user.MakeFolderAsync(copy.Run, CancellationToken.None);
        await user.MakeFileAsync(copy.Log, CancellationToken.None);
        await StopAsync();
        await RequireAsync(user.Run("cp", "-a", folder.Data, copy.Data));
        await StartAsync();
        await user.MakeFileAsync(Path.Combine(copy.Data, "standby.signal"), CancellationToken.None);
        var settings = Path.Combine(copy.Data, "postgresql.auto.conf");
        await File.AppendAllTextAsync(settings, $"primary_conninfo = '{connection.Replace("'", "''", StringComparison.Ordinal)}'\n");
        return new ServerNode(copy, copyPort);
    }

    /// <summary>Keeps what a stopped server has on its disk.</summary>
    public async Task KeepAsync() => await RequireAsync((await ToolsAsync()).User.Run("cp", "-a", folder.Data, Kept));

    /// <summary>Gives a stopped server what was kept.</summary>
    public async Task ReturnToKeptAsync()
    {
        Directory.Delete(folder.Data, recursive: true);
        await RequireAsync((await ToolsAsync()).User.Run("cp", "-a", Kept, folder.Data));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private async Task ControlAsync(string action, params IReadOnlyList<string> options)
    {
        var (user, binaries) = await ToolsAsync();
        await RequireAsync(user.Run([binaries.PgCtl, action, "-D", folder.Data, .. options]));
    }

    private static async Task RequireAsync(IReadOnlyList<string> command)
    {
        var done = await ToolRun.ExecuteAsync(command, CancellationToken.None);
        if (!done.Succeeded)
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed: {done.Output}");
        }
    }

    private async Task<(ClusterUser User, ServerBinaries Binaries)> ToolsAsync() => (
        await ClusterUser.FindAsync(folder, CancellationToken.None),
        await ServerBinaries.FindAsync(folder, TestBinaries.Folder, CancellationToken.None));
}
