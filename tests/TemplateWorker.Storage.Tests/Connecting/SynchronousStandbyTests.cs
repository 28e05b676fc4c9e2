using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>A standby that every commit waits for, and that does not answer.</summary>
public sealed class SynchronousStandbyTests
{
    [EmbeddedFact]
    public async Task A_commit_that_its_standby_did_not_confirm_in_time_is_not_confirmed()
    {
        await using var server = await OwnServer.StartAsync();
        await using var test = await server.CreateDatabaseAsync();
        await server.StartStandbyAsync(isSynchronous: true);
        await using var database = await test.OpenAsync();
        await WriteAsync(database, "a");
        await server.HoldStandbyBackAsync();

        // The wait is cancelled after a second, not the commit.
        var fault = await Should.ThrowAsync<StorageException>(WriteAsync(database, "b"));

        fault.Fault.ShouldBe(StorageFault.NoAnswer);
        fault.Message.ShouldContain("standby");

        await server.ReleaseStandbyAsync();
        await WriteAsync(database, "c");
    }

    private static Task<int> WriteAsync(Database database, string key) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand($"insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', '{key}', '1')", connection)
            {
                CommandTimeout = 1,
            };
            return await command.ExecuteNonQueryAsync(token);
        },
        CancellationToken.None);
}
