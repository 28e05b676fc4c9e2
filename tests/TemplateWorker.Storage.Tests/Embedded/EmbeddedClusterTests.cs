using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Embedded;

// Folders, locks and processes. That a server of each version starts, all other tests of the version need anyway.
[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class EmbeddedClusterTests(MadeCluster made) : IClassFixture<MadeCluster>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"template-worker-{Guid.NewGuid():N}"[..32]);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [EmbeddedFact]
    public async Task An_empty_folder_becomes_a_durable_cluster_that_speaks_utf8()
    {
        await using var cluster = await StartDurableAsync();

        cluster.IsOwner.ShouldBeTrue();
        (await ReadAsync(cluster.ConnectionString, "show server_encoding")).ShouldBe("UTF8");
        (await ReadAsync(cluster.ConnectionString, "select datcollate::text from pg_database where datname = current_database()")).ShouldBe("C");
        (await ReadAsync(cluster.ConnectionString, "show fsync")).ShouldBe("on");
        (await ReadAsync(cluster.ConnectionString, "show synchronous_commit")).ShouldBe("on");
        (await ReadAsync(cluster.ConnectionString, "show max_connections")).ShouldBe("100");
        await using var database = await Database.OpenAsync(
            new DatabaseOptions { ConnectionString = cluster.ConnectionString, MaxConnections = 2 }, CancellationToken.None);
        database.ServerVersion.ShouldBeGreaterThanOrEqualTo(Database.OldestServerVersion);
    }

    [EmbeddedFact]
    public async Task The_role_of_workers_reads_and_writes_rows_and_is_refused_everything_else()
    {
        await using var cluster = await StartAsync();
        await ReadAsync(cluster.ConnectionString, "create table things (id int); create table tokens (id int); create table audit_log (id int); select ''");
        (await cluster.GrantToWorkersAsync(CancellationToken.None)).ShouldBe(await cluster.GrantToWorkersAsync(CancellationToken.None));
        await ReadAsync(cluster.ConnectionString, "create table later (id int); select ''");
        var worker = await cluster.GrantToWorkersAsync(CancellationToken.None);

        (await ReadAsync(worker, "insert into things values (1); select current_user::text")).ShouldBe("template_worker_run");
        (await ReadAsync(worker, "insert into later values (1); select 'written'")).ShouldBe("written");
        string[] forbidden =
        [
            "copy (select 1) to program 'id'", "select pg_read_file('postgresql.conf')", "create table mine (id int)", "drop table things",
            "truncate things", "alter role template_worker_run superuser", "create role other", "create database other",
            "select passwd from pg_shadow", "select * from tokens", "insert into tokens values (1)", "select * from audit_log", "insert into audit_log values (1)", "alter system set work_mem = '1GB'", "set role template_worker",
        ];
        foreach (var statement in forbidden)
        {
            (await Should.ThrowAsync<PostgresException>(ReadAsync(worker, statement), statement)).SqlState.ShouldBe("42501", statement);
        }

        worker.ShouldNotContain((await File.ReadAllTextAsync(Path.Combine(_folder, "password"))).Trim());
    }

    [EmbeddedFact]
    public async Task It_is_reached_by_its_socket_and_by_loopback_and_never_without_the_password()
    {
        await using var cluster = await StartAsync();
        var socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false };
        socket.Host.ShouldBe(Path.Combine(_folder, "run"));
        var loopback = new NpgsqlConnectionStringBuilder(socket.ConnectionString) { Host = "127.0.0.1" };

        (await ReadAsync(loopback.ConnectionString, "select 'let in'")).ShouldBe("let in");
        foreach (var address in new[] { socket, loopback })
        {
            address.Password = "guessed";
            (await Should.ThrowAsync<PostgresException>(ReadAsync(address.ConnectionString, "select ''"))).SqlState.ShouldBe(SqlState.InvalidPassword);
        }

        OwnerOnly(Path.Combine(_folder, "password")).ShouldBeTrue();
        OwnerOnly(Path.Combine(_folder, "run")).ShouldBeTrue();
        OwnerOnly(_folder).ShouldBeTrue();
    }

    [EmbeddedFact]
    public async Task What_was_written_is_there_after_a_stop_and_a_start()
    {
        await made.CopyToAsync(_folder);
        int server;
        await using (var cluster = await StartDurableAsync())
        {
            await ExecuteAsync(cluster.ConnectionString, "create table kept as select 'here' as text");
            server = ServerPid();
        }

        IsRunning(server).ShouldBeFalse();
        File.Exists(Path.Combine(_folder, "data", "postmaster.pid")).ShouldBeFalse();
        await using var again = await StartDurableAsync();
        (await ReadAsync(again.ConnectionString, "select text from kept")).ShouldBe("here");
    }

    [EmbeddedFact]
    public async Task A_server_that_was_killed_recovers_even_when_its_process_number_is_taken()
    {
        await made.CopyToAsync(_folder);
        await using (var cluster = await StartDurableAsync())
        {
            await ExecuteAsync(cluster.ConnectionString, "create table kept as select 'here' as text");
            var exited = cluster.ServerExited;
            await RunAsync("kill", "-KILL", $"{ServerPid()}");
            await exited.WaitAsync(Patience);
        }

        var pidFile = Path.Combine(_folder, "data", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(pidFile, lines);

        await using var again = await StartDurableAsync();
        (await ReadAsync(again.ConnectionString, "select text from kept")).ShouldBe("here");
    }

    [EmbeddedFact]
    public async Task A_server_that_was_killed_is_started_again_at_the_same_address()
    {
        await made.CopyToAsync(_folder);
        await using var cluster = await StartDurableAsync();
        await ExecuteAsync(cluster.ConnectionString, "create table kept as select 'here' as text");
        await Should.ThrowAsync<InvalidOperationException>(cluster.RestartAsync(CancellationToken.None));
        for (var time = 1; time <= 2; time++)
        {
            var exited = cluster.ServerExited;
            await RunAsync("kill", "-KILL", $"{ServerPid()}");
            await exited.WaitAsync(Patience);

            await cluster.RestartAsync(CancellationToken.None);

            cluster.ServerExited.IsCompleted.ShouldBeFalse();
            (await ReadAsync(cluster.ConnectionString, "select text from kept")).ShouldBe("here");
        }
    }

    [EmbeddedFact]
    public async Task A_second_start_on_the_folder_joins_the_running_server_and_does_not_stop_it()
    {
        await made.CopyToAsync(_folder);
        await using var owner = await StartAsync();

        await using (var joined = await StartAsync())
        {
            joined.IsOwner.ShouldBeFalse();
            joined.Port.ShouldBe(owner.Port);
            (await ReadAsync(joined.ConnectionString, "select 'shared'")).ShouldBe("shared");
        }

        (await ReadAsync(owner.ConnectionString, "select 'still there'")).ShouldBe("still there");
    }

    [EmbeddedFact]
    public async Task Starts_at_the_same_time_agree_on_one_server()
    {
        var clusters = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(StartAsync)));

        clusters.Count(cluster => cluster.IsOwner).ShouldBe(1);
        clusters.Select(cluster => cluster.Port).Distinct().Count().ShouldBe(1);
        foreach (var cluster in clusters)
        {
            await cluster.DisposeAsync();
        }
    }

    [EmbeddedFact]
    public async Task The_server_ends_when_the_shell_between_us_and_it_is_killed()
    {
        await made.CopyToAsync(_folder);
        await using var cluster = await StartAsync();
        var server = ServerPid();
        var shell = Stat(server).Parent;

        await RunAsync("kill", "-KILL", $"{shell}");

        await WaitAsync(() => !IsRunning(server));
    }

    [EmbeddedFact]
    public async Task A_server_that_outlived_its_owner_is_stopped_and_replaced()
    {
        await made.CopyToAsync(_folder);
        await using var first = await StartDurableAsync();
        var server = ServerPid();
        File.Delete(Path.Combine(_folder, "lock"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "lock"), "");

        await using var second = await StartDurableAsync();

        second.IsOwner.ShouldBeTrue();
        IsRunning(server).ShouldBeFalse();
        (await ReadAsync(second.ConnectionString, "select 'replaced'")).ShouldBe("replaced");
    }

    [EmbeddedFact]
    public async Task The_terminals_interrupt_does_not_reach_the_server_and_root_does_not_run_it()
    {
        await made.CopyToAsync(_folder);
        await using var cluster = await StartAsync();

        var server = ServerPid();

        Stat(server).Session.ShouldNotBe(Stat(Environment.ProcessId).Session);
        Stat(server).Group.ShouldNotBe(Stat(Environment.ProcessId).Group);
        var user = (await File.ReadAllLinesAsync($"/proc/{server}/status")).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        user.Split('\t')[1].ShouldNotBe("0");
    }

    [EmbeddedFact]
    public async Task A_folder_with_something_else_in_it_is_refused_and_not_touched()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "thesis.txt"), "");

        var failure = await Should.ThrowAsync<StorageException>(StartAsync());

        failure.Fault.ShouldBe(StorageFault.EmbeddedFailed);
        failure.Message.ShouldContain("not empty (it holds thesis.txt)");
        Directory.EnumerateFileSystemEntries(_folder).Count().ShouldBe(1);
    }

    [EmbeddedFact]
    public async Task A_closed_parent_is_named_when_root_would_have_to_give_the_folder_away()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        await RunAsync("install", "-d", "-m", "0700", _folder);

        var failure = await Should.ThrowAsync<StorageException>(StartAsync(Path.Combine(_folder, "a", "cluster"), ClusterDurability.Volatile));

        failure.Fault.ShouldBe(StorageFault.EmbeddedFailed);
        failure.Message.ShouldContain($"who may not enter {_folder}. Run 'chmod o+x {_folder}'");
    }

    [EmbeddedFact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_named_with_its_package()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "lock"), "");
        await File.WriteAllTextAsync(Path.Combine(_folder, "data", "PG_VERSION"), "99\n");

        var failure = await Should.ThrowAsync<StorageException>(StartAsync());

        failure.Message.ShouldContain("was made by PostgreSQL 99, which is not installed here");
        failure.Message.ShouldContain("postgresql-99");
    }

    [Fact]
    public void A_machine_without_a_server_is_told_which_package_to_install()
    {
        var failure = Should.Throw<StorageException>(() => ServerBinaries.Newest([new ServerBinaries("/old/bin", 11)]));

        failure.Fault.ShouldBe(StorageFault.EmbeddedFailed);
        failure.Message.ShouldContain("apt-get install postgresql");
    }

    [Fact]
    public void The_newest_server_is_taken() =>
        ServerBinaries.Newest([new("/a", 13), new("/b", 16), new("/c", 9)]).Folder.ShouldBe("/b");

    [EmbeddedFact]
    public async Task A_server_that_does_not_start_is_quoted()
    {
        await made.CopyToAsync(_folder);

        await File.AppendAllTextAsync(Path.Combine(_folder, "data", "postgresql.conf"), "\nnonsense nonsense\n");

        var failure = await Should.ThrowAsync<StorageException>(StartDurableAsync());

        failure.Message.ShouldContain("did not start");
        failure.Message.ShouldContain("unrecognized configuration parameter \"nonsense\"");
    }

    [EmbeddedFact]
    public async Task A_start_that_is_cancelled_leaves_no_server_behind()
    {
        await made.CopyToAsync(_folder);

        using var cancel = new CancellationTokenSource();
        var start = StartAsync(_folder, ClusterDurability.Durable, cancel.Token);
        await WaitAsync(() => File.Exists(Path.Combine(_folder, "data", "postmaster.pid")) || start.IsCompleted);
        await cancel.CancelAsync();

        try
        {
            await (await start).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // Unless it was faster than we.
        }

        ServerState.Read(new ClusterFolder(_folder)).ShouldBeNull();
        await using var again = await StartDurableAsync();
        again.IsOwner.ShouldBeTrue();
    }

    [EmbeddedFact]
    public async Task A_folder_may_have_any_name()
    {
        await using var cluster = await StartAsync(Path.Combine(_folder, "it's \"my\" ;data="), ClusterDurability.Volatile);

        new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host.ShouldBe(Path.Combine(cluster.Directory, "run"));
        (await ReadAsync(cluster.ConnectionString, "select 'there'")).ShouldBe("there");
    }

    [EmbeddedFact]
    public async Task A_path_that_is_no_good_for_a_socket_is_reached_by_loopback()
    {
        await using var cluster = await StartAsync(Path.Combine(_folder, "a, b" + new string('x', 90)), ClusterDurability.Volatile);

        new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host.ShouldBe("127.0.0.1");
        (await ReadAsync(cluster.ConnectionString, "select 'there'")).ShouldBe("there");
    }

    [EmbeddedFact]
    public async Task Stopping_twice_is_harmless()
    {
        await made.CopyToAsync(_folder);
        var cluster = await StartAsync();

        await cluster.DisposeAsync();
        await cluster.DisposeAsync();

        cluster.ServerExited.IsCompleted.ShouldBeTrue();
    }

    private Task<EmbeddedCluster> StartAsync() => StartAsync(_folder, ClusterDurability.Volatile);

    private Task<EmbeddedCluster> StartDurableAsync() => StartAsync(_folder, ClusterDurability.Durable);

    private static Task<EmbeddedCluster> StartAsync(
        string folder, ClusterDurability durability, CancellationToken cancellationToken = default) =>
        EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions { Directory = folder, Durability = durability, ProgramFolder = TestBinaries.Folder },
            TimeProvider.System,
            cancellationToken);

    private int ServerPid() => int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First());

    private static bool IsRunning(int process) => Directory.Exists($"/proc/{process}");

    // proc(5): pid (name) state ppid pgrp session
    private static (int Parent, int Group, int Session) Stat(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[1]), int.Parse(fields[2]), int.Parse(fields[3]));
    }

    private static bool OwnerOnly(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) == UnixFileMode.None;

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
    }

    private static async Task<string?> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(string connectionString, string sql) => await ReadAsync(connectionString, sql);
}
