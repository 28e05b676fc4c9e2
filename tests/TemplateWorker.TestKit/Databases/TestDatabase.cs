using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.TestKit.Databases;

/// <summary>A database of one test's own, on a real server, dropped when the test is done.</summary>
/// <remarks>Tests that use it are marked <see cref="DatabaseFactAttribute"/> or <see cref="DatabaseTheoryAttribute"/>.</remarks>
public sealed class TestDatabase : IAsyncDisposable
{
    // Enough for a test's own concurrency; a server of tests serves many of these at once.
    private const int MaxConnections = 20;

    private readonly TestServer _server;
    private Database? _database;

    private TestDatabase(TestServer server, string name)
    {
        _server = server;
        Name = name;
    }

    /// <summary>The database's name on its server.</summary>
    public string Name { get; }

    /// <summary>Npgsql's form, with the password. It is another one after a standby has taken over.</summary>
    public string ConnectionString => _server.ConnectionStringOf(Name);

    /// <summary>A pool of its own on the database. The test database disposes it.</summary>
    public Database Database => _database ?? throw new ObjectDisposedException(nameof(TestDatabase));

    /// <summary>Makes a database that has all migrations.</summary>
    public static Task<TestDatabase> CreateAsync() => CreateAsync(server => server.MigratedTemplateAsync());

    /// <summary>Makes a database that has nothing in it.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync(_ => Task.FromResult("template0"));

    /// <summary>Makes a database that has all migrations, on a server of the caller's choice.</summary>
    internal static async Task<TestDatabase> CreateAsync(TestServer server) =>
        await CreateAsync(server, await server.MigratedTemplateAsync());

    /// <summary>Opens another pool on the database, as another process would. The caller disposes it.</summary>
    public Task<Database> OpenAsync(int maxConnections = MaxConnections) => TemplateWorker.Storage.Connecting.Database.OpenAsync(
        new DatabaseOptions { ConnectionString = ConnectionString, MaxConnections = maxConnections }, CancellationToken.None);

    /// <summary>Opens a connection outside of any pool, for SQL of the test's own.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs SQL that returns nothing, such as a fixture's script.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads the first column of the first row, or default when it is null or missing.</summary>
    public async Task<T?> ReadAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Reads the first column of all rows as text; null stays null.</summary>
    public async Task<IReadOnlyList<string?>> ReadTextsAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string?> texts = [];
        while (await reader.ReadAsync())
        {
            texts.Add(await reader.IsDBNullAsync(0) ? null : reader.GetString(0));
        }

        return texts;
    }

    /// <summary>Replaces the database by an empty one of the same name, and ends its connections.</summary>
    public async Task MakeAnewAsync()
    {
        await _server.DropDatabaseAsync(Name);
        await _server.ExecuteAsync($"create database {Name} template template0");
    }

    /// <summary>Closes the pool and drops the database, and ends the connections that are left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _database, null) is { } database)
        {
            await database.DisposeAsync();
            await _server.DropDatabaseAsync(Name);
        }
    }

    private static async Task<TestDatabase> CreateAsync(Func<TestServer, Task<string>> template)
    {
        var server = await TestServer.FindAsync();
        return await CreateAsync(server, await template(server));
    }

    private static async Task<TestDatabase> CreateAsync(TestServer server, string template)
    {
        var test = new TestDatabase(server, await server.CreateDatabaseAsync(template));
        test._database = await test.OpenAsync();
        return test;
    }
}
