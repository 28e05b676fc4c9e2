using Npgsql;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A server for one caller alone, who may crash it or have a standby take over: no other test uses it. Commits reach the
/// disk, so what was confirmed is there after a crash.
/// </summary>
public sealed class OwnServer : IAsyncDisposable
{
    private const string SendersSql = "select pid from pg_stat_replication where state = 'streaming'";

    // The pause before it looks again for more than it has applied; before version 13 it has another name.
    private const string AllAppliedSql = """
        select 1 from pg_stat_activity where backend_type = 'startup' and wait_event =
            case when current_setting('server_version_num')::int < 130000 then 'RecoveryWalStream' else 'RecoveryRetrieveRetryInterval' end
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly EmbeddedCluster _cluster;
    private readonly TestServer _databases;
    private readonly Stack<ServerNode> _nodes = [];
    private ServerNode _serving;
    private ServerNode? _standby;
    private IReadOnlyList<int> _heldBack = [];

    private OwnServer(EmbeddedCluster cluster)
    {
        _cluster = cluster;
        _databases = new TestServer(cluster.ConnectionString) { IsThrownAway = true };
        _serving = new ServerNode(new ClusterFolder(cluster.Directory), cluster.Port);
        _nodes.Push(_serving);
    }

    /// <summary>The ports of the loopback address at which the server and its standby listen.</summary>
    public IReadOnlyList<int> Ports => _standby is null ? [_serving.Port] : [_serving.Port, _standby.Port];

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
    public Task CrashAsync() => _serving.CrashAsync();

    /// <summary>Starts the server again after <see cref="CrashAsync"/>, at the same address, and waits until it takes connections.</summary>
    public Task RecoverAsync() => _serving.StartAsync();

    /// <summary>Keeps what a crashed server has on its disk, as a standby that stopped following at this moment has it.</summary>
    public Task KeepStateAsync() => _serving.KeepAsync();

    /// <summary>Gives a crashed server what was kept: all transactions since then are lost, and their numbers will be given again.</summary>
    public Task ReturnToKeptStateAsync() => _serving.ReturnToKeptAsync();

    /// <summary>Gives the server a standby that follows it. All connections are lost.</summary>
    /// <param name="isSynchronous">Whether a commit waits for the standby.</param>
    public async Task StartStandbyAsync(bool isSynchronous = false)
    {
        var primary = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString);
        _standby = await _serving.CopyAsync(
            new ClusterFolder(Path.Combine(_cluster.Directory, $"standby-{_nodes.Count}")),
            FreePort.Find(),
            $"host=127.0.0.1 port={_serving.Port} user={primary.Username} password={primary.Password}");
        _nodes.Push(_standby);
        await _standby.StartAsync();
        await UntilAsync(async () => (await NumbersAsync(SendersSql)).Count == 1, "The standby does not follow.");
        if (isSynchronous)
        {
            await _databases.ExecuteAsync("alter system set synchronous_standby_names = '*'");
            await _databases.ExecuteAsync("select pg_reload_conf()");
            await UntilAsync(
                async () => (await NumbersAsync("select 1 from pg_stat_replication where sync_state = 'sync'")).Count == 1,
                "The standby is not synchronous.");
        }
    }

    /// <summary>Sends nothing more to the standby, which does not learn of it.</summary>
    public async Task HoldStandbyBackAsync()
    {
        _heldBack = await NumbersAsync(SendersSql);
        await _serving.SignalAsync("STOP", _heldBack);
    }

    /// <summary>Sends again to a standby that was held back.</summary>
    public async Task ReleaseStandbyAsync()
    {
        await _serving.SignalAsync("CONT", _heldBack);
        _heldBack = [];
    }

    /// <summary>
    /// Has the server end as after a crash, for ever. Its databases are then those of the standby, which has applied what it
    /// received, and takes no writes yet.
    /// </summary>
    public async Task LosePrimaryAsync()
    {
        var standby = _standby ?? throw new InvalidOperationException("The server has no standby.");
        await _serving.CrashAsync(_heldBack);
        (_serving, _standby, _heldBack) = (standby, null, []);
        _databases.MoveTo(standby.Folder.CanUseSocket ? standby.Folder.Run : "127.0.0.1", standby.Port);
        await UntilAsync(async () => (await NumbersAsync(AllAppliedSql)).Count == 1, "The standby does not apply what it received.");
    }

    /// <summary>Lets the standby take writes, after <see cref="LosePrimaryAsync"/>.</summary>
    public Task PromoteStandbyAsync() => _serving.PromoteAsync();

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _cluster.DisposeAsync();
        Directory.Delete(_cluster.Directory, recursive: true);
    }

    private async Task<IReadOnlyList<int>> NumbersAsync(string sql)
    {
        await using var connection = await _databases.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<int> numbers = [];
        while (await reader.ReadAsync())
        {
            numbers.Add(reader.GetInt32(0));
        }

        return numbers;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !await condition();)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException(otherwise);
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
