using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Embedded;

/// <summary>Everything from an empty or used folder to a server that takes connections.</summary>
internal sealed class ClusterStart(EmbeddedClusterOptions options, TimeProvider time)
{
    private const int PortAttempts = 3;
    private const int QuotedLogLines = 8;
    private const long MaxLogBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Between two attempts to start the server again: processes of the one that ended may be on their way out.</summary>
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(200);

    private readonly ClusterFolder _folder = new(options.Directory);
    private string _lastWords = "";

    public async Task<EmbeddedCluster> ExecuteAsync(CancellationToken cancellationToken)
    {
        var user = await ClusterUser.FindAsync(_folder, cancellationToken);
        await PrepareFolderAsync(user, cancellationToken);
        if (ClusterLock.TryTake(_folder) is not { } held)
        {
            return await JoinAsync(cancellationToken);
        }

        try
        {
            return await OwnAsync(held, user, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private async Task PrepareFolderAsync(ClusterUser user, CancellationToken cancellationToken)
    {
        if (!File.Exists(_folder.Lock))
        {
            if (Directory.Exists(_folder.Root) && Directory.EnumerateFileSystemEntries(_folder.Root).FirstOrDefault() is { } foreign)
            {
                throw new StorageException(
                    StorageFault.EmbeddedFailed,
                    $"The folder {_folder.Root} is not an embedded cluster's and not empty (it holds {Path.GetFileName(foreign)}). Choose a folder that is empty or does not exist.");
            }

            await user.MakeFolderAsync(_folder.Root, cancellationToken);
        }

        await user.RequireWayToAsync(_folder.Root, cancellationToken);
    }

    // The owner may still be on its way up.
    private async Task<EmbeddedCluster> JoinAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetTimestamp();
        while (time.GetElapsedTime(deadline) < options.StartTimeout)
        {
            if (ServerState.Read(_folder) is { IsReady: true } state
                && await TryOpenAsync(state.Port, null, null, null, cancellationToken) is { } cluster)
            {
                return cluster;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        throw new StorageException(
            StorageFault.EmbeddedFailed,
            $"Another process holds the embedded cluster in {_folder.Root}, but its server did not answer within {options.StartTimeout.TotalSeconds:0} s. Stop that process, or choose another folder.");
    }

    private async Task<EmbeddedCluster> OwnAsync(ClusterLock held, ClusterUser user, CancellationToken cancellationToken)
    {
        var binaries = await ServerBinaries.FindAsync(_folder, options.ProgramFolder, cancellationToken);
        if (!_folder.HasCluster)
        {
            await ClusterCreation.ExecuteAsync(_folder, user, binaries, options.Durability, cancellationToken);
        }

        await ClearRemainsAsync(user, binaries, cancellationToken);
        await user.MakeFolderAsync(_folder.Run, cancellationToken);
        await PrepareLogAsync(user, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find();
            if (await StartServerAsync(port, held, user, binaries, cancellationToken) is { } cluster)
            {
                return cluster;
            }

            // Another process may have taken the port between our choice and the server's bind; any other failure would repeat.
            if (attempt == PortAttempts || !_lastWords.Contains("could not bind", StringComparison.Ordinal))
            {
                throw DidNotStart();
            }
        }
    }

    // The lock file of the server that ended stays: by it the new one finds out whether processes of the old one still use its memory.
    private async Task<ServerProcess> StartAgainAsync(
        int port, ClusterUser user, ServerBinaries binaries, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await StartServerAsync(port, null, user, binaries, cancellationToken) is { } cluster)
            {
                return cluster.ReleaseServer()!;
            }

            if (time.GetElapsedTime(began) >= options.StartTimeout)
            {
                throw DidNotStart();
            }

            await Task.Delay(RestartPause, time, cancellationToken);
        }
    }

    private StorageException DidNotStart() => new(
        StorageFault.EmbeddedFailed, $"The PostgreSQL server of {_folder.Root} did not start. It said (see {_folder.Log}):\n{_lastWords}");

    // We have the lock, so a server that still runs has lost its owner and is on its way down, or was left by an owner whose
    // shell was killed with it.
    private async Task ClearRemainsAsync(ClusterUser user, ServerBinaries binaries, CancellationToken cancellationToken)
    {
        if (ServerState.Read(_folder) is { } running)
        {
            var stopped = await ToolRun.ExecuteAsync(
                user.Run(binaries.PgCtl, "stop", "-D", _folder.Data, "-m", "fast", "-w", "-t", "30"), cancellationToken);
            if (ServerState.Read(_folder) is not null)
            {
                throw new StorageException(
                    StorageFault.EmbeddedFailed,
                    $"A server that an earlier run left in {_folder.Root} (process {running.ProcessId}) cannot be stopped: {stopped.Output}");
            }
        }

        // The server trusts a process number that may be another program's by now, as it mostly is in a container.
        File.Delete(_folder.PostmasterPid);
    }

    private async Task PrepareLogAsync(ClusterUser user, CancellationToken cancellationToken)
    {
        if (new FileInfo(_folder.Log) is not { Exists: true, Length: <= MaxLogBytes })
        {
            await user.MakeFileAsync(_folder.Log, cancellationToken);
        }
    }

    private async Task<EmbeddedCluster?> StartServerAsync(
        int port, ClusterLock? held, ClusterUser user, ServerBinaries binaries, CancellationToken cancellationToken)
    {
        var logged = new FileInfo(_folder.Log).Length;
        var settings = new ServerSettings(port, options.Durability);
        var server = ServerProcess.Start(user, binaries, _folder, settings, time);
        try
        {
            var started = time.GetTimestamp();
            while (!server.Exited.IsCompleted && time.GetElapsedTime(started) < options.StartTimeout)
            {
                if (ServerState.Read(_folder) is { IsReady: true }
                    && await TryOpenAsync(port, held, server, StartAgain, cancellationToken) is { } cluster)
                {
                    return cluster;
                }

                await Task.WhenAny(server.Exited, Task.Delay(Poll, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        _lastWords = await ReadLogAsync(logged, cancellationToken);
        await server.DisposeAsync();
        _lastWords = await server.ComplaintsAsync() + _lastWords;
        return null;

        Task<ServerProcess> StartAgain(CancellationToken again) => StartAgainAsync(port, user, binaries, again);
    }

    private async Task<string> ReadLogAsync(long from, CancellationToken cancellationToken)
    {
        await using var log = new FileStream(_folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = from;
        using var reader = new StreamReader(log);
        var lines = (await reader.ReadToEndAsync(cancellationToken)).TrimEnd().Split('\n');
        return string.Join('\n', lines.TakeLast(QuotedLogLines));
    }

    private async Task<EmbeddedCluster?> TryOpenAsync(
        int port,
        ClusterLock? held,
        ServerProcess? server,
        Func<CancellationToken, Task<ServerProcess>>? startAgain,
        CancellationToken cancellationToken)
    {
        var password = (await File.ReadAllTextAsync(_folder.Password, cancellationToken)).Trim();
        var cluster = new EmbeddedCluster(_folder, port, password, held, server, startAgain);
        try
        {
            await MakeDatabase.ExecuteAsync(cluster.ConnectionString, cancellationToken);
            return cluster;
        }
        catch (NpgsqlException exception) when (exception.IsTransient)
        {
            return null;
        }
        catch (NpgsqlException exception)
        {
            var target = ConnectionTarget.Of(new NpgsqlConnectionStringBuilder(cluster.ConnectionString));
            throw FaultExplanation.Explain(exception, target, isConnected: false)!;
        }
    }
}
