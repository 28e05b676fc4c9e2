using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>How often a database says that what was read of it may be gone.</summary>
public sealed class LossTests
{
    private const string Terminate = """
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """;

    [DatabaseFact]
    public async Task Connections_that_are_lost_together_are_one_loss()
    {
        await using var test = await TestDatabase.CreateAsync();
        var lost = new TaskCompletionSource();
        var users = Enumerable.Range(0, 5).Select(_ => new User(test.Database, lost.Task)).ToList();
        await Task.WhenAll(users.Select(user => user.Connected));
        var before = test.Database.Losses;

        await test.ExecuteAsync(Terminate);
        lost.SetResult();
        foreach (var user in users)
        {
            (await Should.ThrowAsync<StorageException>(user.Work)).IsLoss.ShouldBeTrue();
        }

        test.Database.Losses.ShouldBe(before + 1);
    }

    [DatabaseFact]
    public async Task A_connection_that_was_opened_after_a_loss_and_is_lost_is_another_one()
    {
        await using var test = await TestDatabase.CreateAsync();
        var before = test.Database.Losses;

        for (var losses = 1; losses <= 3; losses++)
        {
            var lost = new TaskCompletionSource();
            var user = new User(test.Database, lost.Task);
            await user.Connected;
            await test.ExecuteAsync(Terminate);
            lost.SetResult();
            await Should.ThrowAsync<StorageException>(user.Work);

            test.Database.Losses.ShouldBe(before + losses);
        }
    }

    [DatabaseFact]
    public async Task A_connection_from_before_a_loss_is_used_no_more()
    {
        await using var test = await TestDatabase.CreateAsync();
        var process = await ProcessAsync(test.Database);
        (await ProcessAsync(test.Database)).ShouldBe(process);

        test.Database.NoteLoss();

        (await ProcessAsync(test.Database)).ShouldNotBe(process);
    }

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
