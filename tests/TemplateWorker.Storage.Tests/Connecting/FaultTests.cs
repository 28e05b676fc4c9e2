using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>What becomes of errors in the middle of work.</summary>
public sealed class FaultTests
{
    [DatabaseFact]
    public async Task A_right_that_is_missing_is_named()
    {
        await using var test = await TestDatabase.CreateAsync();

        var fault = await Fails(test, "create role r; set role r; select * from tenant_kv");

        fault.Fault.ShouldBe(StorageFault.InsufficientPrivilege);
        fault.Message.ShouldContain("permission denied for table tenant_kv");
        fault.IsTransient.ShouldBeFalse();
        await test.ExecuteAsync("drop role if exists r");
    }

    [DatabaseFact]
    public async Task A_session_that_the_server_ends_is_a_lost_connection()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var fault = await Fails(test, "select pg_terminate_backend(pg_backend_pid())");

        fault.Fault.ShouldBe(StorageFault.ConnectionLost);
        fault.IsTransient.ShouldBeTrue();
    }

    [DatabaseTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_driver_that_trips_over_a_broken_connection_is_a_lost_connection(bool isDisposed)
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var fault = test.Database.Explain(TrippedInDriver(isDisposed), isConnected: true, losses: 0).ShouldNotBeNull();

        fault.Fault.ShouldBe(StorageFault.ConnectionLost);
        fault.IsTransient.ShouldBeTrue();
    }

    // Which code a broken socket gives depends on how far the server's end had come when it was used.
    [DatabaseTheory]
    [InlineData(SocketError.NotConnected)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.WouldBlock)]
    [InlineData(SocketError.Shutdown)]
    [InlineData(SocketError.ConnectionReset)]
    public async Task A_connection_that_was_there_is_lost_and_not_refused(SocketError error)
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var fault = test.Database.Explain(new SocketException((int)error), isConnected: true, losses: 0).ShouldNotBeNull();

        fault.Fault.ShouldBe(StorageFault.ConnectionLost);
        fault.IsTransient.ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_fault_of_ours_is_no_lost_connection()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var source = NpgsqlDataSource.Create("Host=localhost");
        await source.DisposeAsync();

        foreach (var ours in new Exception[]
        {
            Should.Throw<NullReferenceException>(() => ((object)null!).ToString()),
            Should.Throw<ObjectDisposedException>(() => throw new ObjectDisposedException(null)),
            Should.Throw<ObjectDisposedException>(source.OpenConnection),
        })
        {
            test.Database.Explain(ours, isConnected: true, losses: 0).ShouldBeNull();
        }
    }

    [DatabaseFact]
    public async Task A_read_only_server_is_told_from_others()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        (await Fails(test, "set default_transaction_read_only = on; create table t ()", "create table t ()")).Fault.ShouldBe(StorageFault.ReadOnly);
    }

    [DatabaseFact]
    public async Task A_broken_constraint_is_named_without_the_values()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var fault = await Fails(test, "create table t (id text primary key); insert into t values ('HUNTER2'), ('HUNTER2')");

        fault.Fault.ShouldBe(StorageFault.ConstraintViolated);
        fault.SqlState.ShouldBe(SqlState.UniqueViolation);
        fault.Message.ShouldContain("t_pkey");
        fault.ToString().ShouldNotContain("HUNTER2");
    }

    [DatabaseTheory]
    [InlineData("set statement_timeout = '10ms'; select pg_sleep(10)", StorageFault.StatementTimeout, false)]
    [InlineData("do $$ begin raise sqlstate '40001'; end $$", StorageFault.TransactionConflict, true)]
    [InlineData("do $$ begin raise sqlstate '40P01'; end $$", StorageFault.TransactionConflict, true)]
    [InlineData("do $$ begin raise sqlstate '53100'; end $$", StorageFault.ServerResources, true)]
    [InlineData("do $$ begin raise sqlstate '57P03'; end $$", StorageFault.ServerNotReady, true)]
    [InlineData("do $$ begin raise sqlstate '08006'; end $$", StorageFault.ConnectionLost, true)]
    [InlineData("do $$ begin raise sqlstate '55P03'; end $$", StorageFault.LockNotAvailable, true)]
    [InlineData("select 1 / 0", StorageFault.ValueRefused, false)]
    [InlineData("select from no_such_table", StorageFault.Unexpected, false)]
    public async Task An_error_of_the_server_has_its_fault(string sql, StorageFault expected, bool isTransient)
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var fault = await Fails(test, sql);

        fault.Fault.ShouldBe(expected);
        fault.IsTransient.ShouldBe(isTransient);
    }

    [DatabaseFact]
    public async Task A_statement_that_is_not_answered_in_time_is_no_fault_of_the_address()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var database = await OpenAsync(test, connection => connection.CommandTimeout = 1);

        var fault = await Fails(database, "select pg_sleep(60)");

        fault.Fault.ShouldBe(StorageFault.NoAnswer);
        fault.IsTransient.ShouldBeTrue();
        fault.Message.ShouldContain("did not answer a statement in time");
    }

    [DatabaseFact]
    public async Task A_pool_that_stays_in_use_says_so()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var database = await OpenAsync(test, connection => connection.Timeout = 1);
        using var first = database.OpenSession();
        using var second = database.OpenSession();

        var fault = await Should.ThrowAsync<StorageException>(database.UseAsync((_, _) => Task.FromResult(0), CancellationToken.None));

        fault.Fault.ShouldBe(StorageFault.PoolExhausted);
        fault.Message.ShouldContain("--max-db-connections");
    }

    [DatabaseFact]
    public async Task What_is_not_the_databases_fault_stays_what_it_is()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        await Should.ThrowAsync<InvalidOperationException>(
            test.Database.UseAsync<int>((_, _) => throw new InvalidOperationException(), CancellationToken.None));
        Should.Throw<InvalidOperationException>(() => test.Database.Use<int>(_ => throw new InvalidOperationException()));
    }

    [DatabaseFact]
    public async Task Sessions_show_who_they_are_unless_the_address_says_otherwise()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var other = await OpenAsync(test, connection => connection.ApplicationName = "mine");

        ApplicationName(test.Database).ShouldBe("template-worker");
        ApplicationName(other).ShouldBe("mine");
    }

    /// <summary>Another pool of two connections, whose address says something more.</summary>
    private static Task<Database> OpenAsync(TestDatabase test, Action<NpgsqlConnectionStringBuilder> change)
    {
        var connection = new NpgsqlConnectionStringBuilder(test.ConnectionString);
        change(connection);
        return Database.OpenAsync(
            new DatabaseOptions { ConnectionString = connection.ConnectionString, MaxConnections = 2 }, CancellationToken.None);
    }

    private static string? ApplicationName(Database database) => database.Use(connection =>
    {
        using var command = new NpgsqlCommand("show application_name", connection);
        return (string?)command.ExecuteScalar();
    });

    private static Task<StorageException> Fails(TestDatabase test, params string[] statements) => Fails(test.Database, statements);

    private static async Task<StorageException> Fails(Database database, params string[] statements) => await Should.ThrowAsync<StorageException>(
        database.UseAsync(
            async (connection, cancellationToken) =>
            {
                foreach (var sql in statements)
                {
                    await using var command = new NpgsqlCommand(sql, connection);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }

                return 0;
            },
            CancellationToken.None));

    /// <summary>What the driver throws when it uses the timer of an answer after it was torn down, or a part of a connection that is gone.</summary>
    private static Exception TrippedInDriver(bool isDisposed)
    {
        if (!isDisposed)
        {
            var connection = (NpgsqlConnection)RuntimeHelpers.GetUninitializedObject(typeof(NpgsqlConnection));
            return Should.Throw<NullReferenceException>(() => connection.Database);
        }

        var type = typeof(NpgsqlConnection).Assembly.GetType("Npgsql.Util.ResettableCancellationTokenSource", throwOnError: true)!;
        var timer = Activator.CreateInstance(type, TimeSpan.FromSeconds(1))!;
        var source = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Single(field => field.FieldType == typeof(CancellationTokenSource)).GetValue(timer);
        ((CancellationTokenSource)source!).Dispose();
        return Should.Throw<TargetInvocationException>(() => type.GetMethod("Reset")!.Invoke(timer, null)).InnerException
            .ShouldBeOfType<ObjectDisposedException>();
    }
}
