using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A server for one caller alone, who may crash it: nobody else's tests are on it. Commits reach the disk, so what was
/// confirmed is there after a crash.
/// </summary>
public sealed class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly EmbeddedCluster _cluster;
    private readonly ClusterFolder _folder;
    private readonly TestServer _databases;
    private ServerProcess? _restarted;

    private OwnServer(EmbeddedCluster cluster)
    {
        _cluster = cluster;
        _folder = new ClusterFolder(cluster.Directory);
        _databases = new TestServer(cluster.ConnectionString);
    }

    /// <summary>Makes a cluster in a folder for temporary files and starts its server.</summary>
    public static async Task<OwnServer> StartAsync()
    {
        TestCluster.RemoveLeftovers();
        var options = new EmbeddedClusterOptions { Directory = TestCluster.NewFolder(), ProgramFolder = TestBinaries.Folder };
        return new OwnServer(await EmbeddedCluster.StartAsync(options, TimeProvider.System, CancellationToken.None));
    }

    /// <summary>Makes a database that has all migrations.</summary>
    public Task<TestDatabase> CreateDatabaseAsync() => TestDatabase.CreateAsync(_databases);

    /// <summary>Has the server end at once and without a word to its clients, as after a crash.</summary>
    public async Task CrashAsync()
    {
        var (user, binaries) = await ToolsAsync();
        var stopped = await ToolRun.ExecuteAsync(
            user.Run(binaries.PgCtl, "stop", "-D", _folder.Data, "-m", "immediate", "-w"), CancellationToken.None);
        if (!stopped.Succeeded)
        {
            throw new InvalidOperationException($"The server did not stop: {stopped.Output}");
        }
    }

    /// <summary>Starts the server again after <see cref="CrashAsync"/>, at the same address, and waits until it takes connections.</summary>
    public async Task RecoverAsync()
    {
        var (user, binaries) = await ToolsAsync();
        if (_restarted is not null)
        {
            await _restarted.DisposeAsync();
        }

        var settings = new ServerSettings(_cluster.Port, ClusterDurability.Durable);
        _restarted = ServerProcess.Start(user, binaries, _folder, settings, TimeProvider.System);
        for (var started = TimeProvider.System.GetTimestamp(); ServerState.Read(_folder) is not { IsReady: true };)
        {
            if (_restarted.Exited.IsCompleted || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The server did not come back: " + await File.ReadAllTextAsync(_folder.Log));
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    /// <summary>Keeps what a crashed server has on its disk, as a standby that stopped following at this moment has it.</summary>
    public Task KeepStateAsync() => CopyAsync(_folder.Data, Kept);

    /// <summary>Gives a crashed server what was kept: all transactions since then are lost, and their numbers will be given again.</summary>
    public async Task ReturnToKeptStateAsync()
    {
        Directory.Delete(_folder.Data, recursive: true);
        await CopyAsync(Kept, _folder.Data);
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_restarted is not null)
        {
            await _restarted.DisposeAsync();
        }

        await _cluster.DisposeAsync();
        Directory.Delete(_folder.Root, recursive: true);
    }

    private string Kept => _folder.Data + "-kept";

    private async Task CopyAsync(string from, string to)
    {
        var (user, _) = await ToolsAsync();
        var copied = await ToolRun.ExecuteAsync(user.Run("/bin/cp", "-a", from, to), CancellationToken.None);
        if (!copied.Succeeded)
        {
            throw new InvalidOperationException($"The server's folder was not copied: {copied.Output}");
        }
    }

    private async Task<(ClusterUser User, ServerBinaries Binaries)> ToolsAsync() => (
        await ClusterUser.FindAsync(_folder, CancellationToken.None),
        await ServerBinaries.FindAsync(_folder, TestBinaries.Folder, CancellationToken.None));
}
