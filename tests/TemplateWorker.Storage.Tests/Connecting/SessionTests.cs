using Npgsql;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>What a session of ours is like, whatever the server, the database or the role says, and what ends it.</summary>
public sealed class SessionTests
{
    [DatabaseFact]
    public async Task Settings_of_the_database_do_not_reach_our_sessions()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync($"""
            alter database {test.Name} set statement_timeout = '1ms';
            alter database {test.Name} set lock_timeout = '1ms';
            alter database {test.Name} set idle_in_transaction_session_timeout = '1ms';
            alter database {test.Name} set default_transaction_isolation = 'repeatable read'
            """);

        await using var database = await test.OpenAsync();

        (await SessionSetting.ReadAsync(database, "statement_timeout")).ShouldBe("1min");
        (await SessionSetting.ReadAsync(database, "lock_timeout")).ShouldBe("5s");
        (await SessionSetting.ReadAsync(database, "idle_in_transaction_session_timeout")).ShouldBe("30s");
        (await SessionSetting.ReadAsync(database, "transaction_isolation")).ShouldBe("read committed");
    }

    [DatabaseFact]
    public async Task A_session_that_its_user_changed_is_restored_before_the_next_one_has_it()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var database = await test.OpenAsync(maxConnections: 2);
        var heard = 0;
        var number = 0;
        using (var session = database.OpenSession())
        {
            number = session.Connection.ProcessID;
            session.Connection.Notification += (_, _) => heard++;
            await using var command = new NpgsqlCommand("listen test; set enable_indexscan = off; set statement_timeout = 1", session.Connection);
            await command.ExecuteNonQueryAsync();
        }

        (await database.UseAsync((connection, _) => Task.FromResult(connection.ProcessID), CancellationToken.None)).ShouldBe(number);
        (await SessionSetting.ReadAsync(database, "enable_indexscan")).ShouldBe("on");
        (await SessionSetting.ReadAsync(database, "statement_timeout")).ShouldBe("1min");
        await test.ExecuteAsync("notify test");
        await SessionSetting.ReadAsync(database, "statement_timeout");
        heard.ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_connection_that_was_ended_while_it_was_idle_fails_no_request()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var database = await Database.OpenAsync(
            new DatabaseOptions { ConnectionString = test.ConnectionString, MaxConnections = 4, TrialAfter = TimeSpan.Zero }, CancellationToken.None);
        using (database.OpenSession())
        using (database.OpenSession())
        {
            // Two connections, so that there is one more than the next request finds out about.
        }

        await test.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{test.Name}' and pid <> pg_backend_pid()");

        (await SessionSetting.ReadAsync(database, "lock_timeout")).ShouldBe("5s");
    }

    [EmbeddedFact]
    public async Task A_database_that_does_not_store_utf8_is_refused()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var name = $"latin1_{Guid.NewGuid():N}";
        await test.ExecuteAsync($"create database {name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
        try
        {
            var address = new NpgsqlConnectionStringBuilder(test.ConnectionString) { Database = name, Pooling = true }.ConnectionString;

            var refusal = await Should.ThrowAsync<StorageException>(
                Database.OpenAsync(new DatabaseOptions { ConnectionString = address, MaxConnections = 2 }, CancellationToken.None));

            refusal.Fault.ShouldBe(StorageFault.SettingUnfit);
            refusal.Message.ShouldContain("stores text as LATIN1, but UTF8 is needed");
        }
        finally
        {
            await test.ExecuteAsync($"drop database {name}");
        }
    }

    [DatabaseFact]
    public async Task Settings_that_make_a_confirmed_write_less_than_durable_are_told()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync($"alter database {test.Name} set synchronous_commit = off");

        await using var database = await test.OpenAsync();

        database.Doubts.ShouldContain(doubt => doubt.StartsWith("synchronous_commit is off"));
    }

    [EmbeddedFact]
    public async Task Of_several_hosts_the_one_that_answers_and_takes_writes_is_used()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var server = new NpgsqlConnectionStringBuilder(test.ConnectionString);
        var url = $"postgresql://{server.Username}:{server.Password}@127.0.0.1:1,127.0.0.1:{server.Port}/{test.Name}?connect_timeout=30";
        var address = PostgresUrl.Parse(url).ShouldBeOfType<PostgresAddress.Server>();

        await using (var database = await Database.OpenAsync(
            new DatabaseOptions { ConnectionString = address.ToConnectionString(), MaxConnections = 2 }, CancellationToken.None))
        {
            (await SessionSetting.ReadAsync(database, "port")).ShouldBe(server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await test.ExecuteAsync($"alter database {test.Name} set default_transaction_read_only = on");
        (await Should.ThrowAsync<StorageException>(Database.OpenAsync(
            new DatabaseOptions { ConnectionString = address.ToConnectionString(), MaxConnections = 2 }, CancellationToken.None)))
            .Message.ShouldContain("127.0.0.1:1,127.0.0.1:");
    }

    [DatabaseFact]
    public async Task A_statement_has_a_time_limit_unless_the_address_gives_another()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var given = new NpgsqlConnectionStringBuilder(test.ConnectionString) { CommandTimeout = 77 }.ConnectionString;
        var without = new NpgsqlConnectionStringBuilder(test.ConnectionString);
        without.Remove("Command Timeout");

        (await LimitAsync(given)).ShouldBe(77);
        (await LimitAsync(without.ConnectionString)).ShouldBe((int)Database.StatementLimit.TotalSeconds);

        static async Task<int> LimitAsync(string connectionString)
        {
            await using var database = await Database.OpenAsync(
                new DatabaseOptions { ConnectionString = connectionString, MaxConnections = 2 }, CancellationToken.None);
            return await database.UseAsync(
                (connection, _) => Task.FromResult(new NpgsqlCommand("select", connection).CommandTimeout), CancellationToken.None);
        }
    }
}
