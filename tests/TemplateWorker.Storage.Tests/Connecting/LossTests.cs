using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>How often a database says that what was read of it may be gone.</summary>
public sealed class LossTests
{
    [DatabaseFact]
    public async Task Sessions_that_the_same_server_has_ended_are_no_loss()
    {
        await using var test = await TestDatabase.CreateAsync();
        var before = test.Database.Losses;

        await LoseConnectionsAsync(test, test.Database);
        await ProcessAsync(test.Database);

        test.Database.Losses.ShouldBe(before);
    }

    [EmbeddedFact]
    public async Task A_server_that_was_started_again_is_one_loss_however_many_connections_it_costs()
    {
        await using var server = await OwnServer.StartAsync();
        await using var test = await server.CreateDatabaseAsync();
        var before = test.Database.Losses;
        await server.CrashAsync();
        await server.RecoverAsync();

        for (var i = 0; i < 5; i++)
        {
            await ProcessAsync(test.Database);
        }

        test.Database.Losses.ShouldBe(before + 1);
    }

    [DatabaseFact]
    public async Task A_database_that_was_made_anew_under_its_name_is_a_loss()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();
        await using var database = await test.OpenAsync();
        var before = database.Losses;
        var aside = $"aside_{Guid.NewGuid():N}";
        await RenameAsync(test, test.Name, aside);
        await RenameAsync(test, other.Name, test.Name);

        await UseNewConnectionAsync(database);

        database.Losses.ShouldBe(before + 1);
        await RenameAsync(test, test.Name, other.Name);
        await RenameAsync(test, aside, test.Name);
    }

    [DatabaseFact]
    public async Task Through_a_pooler_connections_that_are_lost_together_are_one_loss()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var database = await PooledAsync(test);

        for (var losses = 1; losses <= 3; losses++)
        {
            await LoseConnectionsAsync(test, database);

            database.Losses.ShouldBe(losses);
        }
    }

    [DatabaseTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_from_before_a_loss_is_used_no_more(bool isPooled)
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var database = isPooled ? await PooledAsync(test) : await test.OpenAsync();
        var process = await ProcessAsync(database);
        (await ProcessAsync(database)).ShouldBe(process);

        database.NoteLoss();

        (await ProcessAsync(database)).ShouldNotBe(process);
    }

    // No pooler is in between: what is asked of the connections is the same.
    private static Task<Database> PooledAsync(TestDatabase test) => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = test.ConnectionString, MaxConnections = 10, IsTransactionPooled = true }, CancellationToken.None);

    // Several connections are in use when the server ends them.
    private static async Task LoseConnectionsAsync(TestDatabase test, Database database)
    {
        var lost = new TaskCompletionSource();
        var users = Enumerable.Range(0, 5).Select(_ => new User(database, lost.Task)).ToList();
        await Task.WhenAll(users.Select(user => user.Connected));
        await test.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        lost.SetResult();
        foreach (var user in users)
        {
            (await Should.ThrowAsync<StorageException>(user.Work)).IsLoss.ShouldBeTrue();
        }
    }

    private static async Task RenameAsync(TestDatabase test, string name, string to)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(test.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var end = new NpgsqlCommand($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'", connection);
        await end.ExecuteNonQueryAsync();
        await using var rename = new NpgsqlCommand($"alter database {name} rename to {to}", connection);
        await rename.ExecuteNonQueryAsync();
    }

    // A connection that was idle for a short time only is given out untried, and this one was ended.
    private static async Task UseNewConnectionAsync(Database database)
    {
        try
        {
            await SelectAsync(database);
        }
        catch (StorageException ended) when (ended.IsLoss)
        {
            await SelectAsync(database);
        }
    }

    private static Task<object?> SelectAsync(Database database) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("select 1", connection);
            return await command.ExecuteScalarAsync(token);
        },
        CancellationToken.None);

    private static Task<int> ProcessAsync(Database database) =>
        database.UseAsync((connection, _) => Task.FromResult(connection.ProcessID), CancellationToken.None);

    private sealed class User
    {
        private readonly TaskCompletionSource _connected = new();

        public User(Database database, Task lost)
        {
            Work = database.UseAsync(
                async (connection, token) =>
                {
                    _connected.SetResult();
                    await lost;
                    await using var command = new NpgsqlCommand("select 1", connection);
                    return await command.ExecuteScalarAsync(token);
                },
                CancellationToken.None);
        }

        public Task Connected => _connected.Task;

        public Task<object?> Work { get; }
    }
}
