using Npgsql;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

/// <summary>Somebody writes by plain SQL, without the tenants' locks, while a group is committed.</summary>
public sealed class OutsideWriterTests
{
    // Long enough for the test to see the committer wait.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [DatabaseFact]
    public async Task A_row_that_changes_between_check_and_write_sends_the_group_back_and_makes_its_run_stale()
    {
        await using var world = await RunWorld.CreateAsync(Patience);
        await world.PutAsync(1, "a", "1");
        await world.PutAsync(2, "a", "1");
        var runs = (FinishedRun[])
        [
            Run(1) with { Writes = [new KeyWrite(Name("a"), "10", world.Read(1, "a"))] },
            Run(2) with { Writes = [new KeyWrite(Name("a"), "10", world.Read(2, "a"))] },
        ];
        await using var outside = await OutsideTransaction.BeginAsync(
            world, "update tenant_kv set value = '2' where owner_id = '1' and key = 'a'");

        var commit = Task.Run(() => world.Commit(runs));
        await outside.AwaitBlockedAsync();
        await outside.CommitAsync();
        var verdicts = await commit;

        verdicts[0].ShouldBe(RunVerdict.Stale.Instance);
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("2");
        world.Json(2, "a").ShouldBe("10");
    }

    [DatabaseFact]
    public async Task A_key_that_appears_between_check_and_insert_makes_the_run_stale()
    {
        await using var world = await RunWorld.CreateAsync(Patience);
        var run = Run(1) with { Writes = [new KeyWrite(Name("a"), "10", world.Read(1, "a"))] };
        await using var outside = await OutsideTransaction.BeginAsync(
            world, "insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'a', '2')");

        var commit = Task.Run(() => world.Commit(run));
        await outside.AwaitBlockedAsync();
        await outside.CommitAsync();

        (await commit).ShouldBe([RunVerdict.Stale.Instance]);
        world.Json(1, "a").ShouldBe("2");
    }

    [DatabaseFact]
    public async Task A_blind_write_overwrites_what_appeared_meanwhile()
    {
        await using var world = await RunWorld.CreateAsync(Patience);
        await using var outside = await OutsideTransaction.BeginAsync(
            world, "insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'a', '2')");

        var commit = Task.Run(() => world.Commit(Put(1, "a", "10")));
        await outside.AwaitBlockedAsync();
        await outside.CommitAsync();

        (await commit)[0].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("10");
    }

    [DatabaseFact]
    public async Task A_change_that_is_rolled_back_was_never_there()
    {
        await using var world = await RunWorld.CreateAsync(Patience);
        await world.PutAsync(1, "a", "1");
        var run = Run(1) with { Writes = [new KeyWrite(Name("a"), "10", world.Read(1, "a"))] };
        await using var outside = await OutsideTransaction.BeginAsync(world, "update tenant_kv set value = '2'");

        var commit = Task.Run(() => world.Commit(run));
        await outside.AwaitBlockedAsync();
        await outside.RollbackAsync();

        (await commit)[0].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("10");
    }

    /// <summary>A transaction that has written and not yet committed, and can tell when a committer waits for it.</summary>
    private sealed class OutsideTransaction : IAsyncDisposable
    {
        private readonly RunWorld _world;
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlTransaction _transaction;

        private OutsideTransaction(RunWorld world, NpgsqlConnection connection, NpgsqlTransaction transaction)
        {
            _world = world;
            _connection = connection;
            _transaction = transaction;
        }

        public static async Task<OutsideTransaction> BeginAsync(RunWorld world, string sql)
        {
            var connection = await world.Test.ConnectAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
            return new OutsideTransaction(world, connection, transaction);
        }

        public Task AwaitBlockedAsync() => Waiting.UntilAsync(
            async () => await _world.Test.ReadAsync<long>(
                $"select count(*) from pg_stat_activity where {_connection.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "a committer that waits for the transaction");

        public Task CommitAsync() => _transaction.CommitAsync();

        public Task RollbackAsync() => _transaction.RollbackAsync();

        public async ValueTask DisposeAsync()
        {
            await _transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
