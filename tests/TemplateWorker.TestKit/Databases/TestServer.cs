using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.TestKit.Databases;

/// <summary>The PostgreSQL server of this test process: found or started once, and shared by all of its tests.</summary>
internal sealed class TestServer
{
    private const string NamePrefix = "template_worker_test_";

    // What a killed test process left on a server that outlives it is dropped after a day, when nobody can be using it.
    private const string DropLeftoversSql = """
        select datname from pg_database
        where datname ~ '^template_worker_test_[0-9]{12}_'
            and to_timestamp(substring(datname from '[0-9]{12}'), 'YYYYMMDDHH24MI') < now() - interval '1 day'
        """;

    private static readonly Lock Searching = new();
    private static Task<TestServer>? _shared;

    private readonly Lock _making = new();
    private Task<string>? _template;
    private string _administration;

    public TestServer(string connectionString)
    {
        _administration = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 60 }.ConnectionString;
    }

    /// <summary>Whether it goes with all of its databases, so that one that a failed test left unable to drop them hides no failure.</summary>
    public bool IsThrownAway { get; init; }

    /// <summary>The server of this process, or a failure or skip of the calling test that says where was looked.</summary>
    public static Task<TestServer> FindAsync()
    {
        lock (Searching)
        {
            return _shared ??= TestServerSearch.ExecuteAsync();
        }
    }

    /// <summary>Has everything from now on go to another address, where the same databases are.</summary>
    public void MoveTo(string host, int port) =>
        _administration = new NpgsqlConnectionStringBuilder(_administration) { Host = host, Port = port }.ConnectionString;

    public string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder(_administration)
    {
        Database = database,
        Pooling = true,
        CommandTimeout = 30,
    }.ConnectionString;

    /// <summary>The name of a database with all migrations that others are copied from.</summary>
    public Task<string> MigratedTemplateAsync()
    {
        lock (_making)
        {
            return _template ??= MakeTemplateAsync();
        }
    }

    public async Task<string> CreateDatabaseAsync(string template)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{NamePrefix}{TimeProvider.System.GetUtcNow():yyyyMMddHHmm}_{Guid.NewGuid():N}");
        await using var connection = await ConnectAsync();

        // From 15 on, the default is to write every block to the log, which takes twice the CPU.
        var strategy = connection.PostgreSqlVersion.Major >= 15 ? "strategy file_copy" : "";
        await ExecuteAsync(connection, $"create database {name} template {template} {strategy}");
        return name;
    }

    public async Task DropDatabaseAsync(string name)
    {
        try
        {
            await using var connection = await ConnectAsync();

            // "drop database … with (force)" came with 13.
            await ExecuteAsync(connection, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
            await ExecuteAsync(connection, $"drop database if exists {name}");
        }
        catch (NpgsqlException) when (IsThrownAway)
        {
            // As a standby, or one without its synchronous standby.
        }
    }

    /// <summary>Drops databases of test processes that were killed. For servers that live on between runs.</summary>
    public async Task DropLeftoversAsync()
    {
        List<string> leftovers = [];
        await using (var connection = await ConnectAsync())
        {
            await using var command = new NpgsqlCommand(DropLeftoversSql, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                leftovers.Add(reader.GetString(0));
            }
        }

        foreach (var leftover in leftovers)
        {
            await DropDatabaseAsync(leftover);
        }
    }

    /// <summary>Runs SQL outside of any test's database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, sql);
    }

    /// <summary>Opens a connection outside of any pool and of any test's database.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_administration);
        await connection.OpenAsync();
        return connection;
    }

    private async Task<string> MakeTemplateAsync()
    {
        var name = await CreateDatabaseAsync("template0");
        await using var database = await Database.OpenAsync(
            new DatabaseOptions { ConnectionString = ConnectionStringOf(name), MaxConnections = 2 }, CancellationToken.None);
        await new Migrator(database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        return name;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
