using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>An address of several hosts, of which one takes writes.</summary>
public sealed class SeveralHostsTests
{
    [EmbeddedFact]
    public async Task A_standby_that_takes_over_is_used_by_the_next_request()
    {
        await using var server = await OwnServer.StartAsync();
        await server.StartStandbyAsync();
        await using var test = await server.CreateDatabaseAsync();
        await using var database = await OpenAsync(test, [.. server.Ports]);
        await CountAsync(database);
        await server.LosePrimaryAsync();

        var fault = await Should.ThrowAsync<StorageException>(CountAsync(database));
        (fault.IsTransient, fault.IsLoss).ShouldBe((true, true), fault.ToString());
        fault = await Should.ThrowAsync<StorageException>(CountAsync(database));
        (fault.IsTransient, fault.IsLoss).ShouldBe((true, true), fault.ToString());

        await server.PromoteStandbyAsync();
        await CountAsync(database);
    }

    [EmbeddedFact]
    public async Task A_standby_alone_does_not_serve()
    {
        await using var server = await OwnServer.StartAsync();
        await using var test = await server.CreateDatabaseAsync();
        await server.StartStandbyAsync();
        var standby = server.Ports[1];

        var fault = await Should.ThrowAsync<StorageException>(OpenAsync(test, [standby, standby]));

        fault.Fault.ShouldBe(StorageFault.ServerNotReady);
        fault.Message.ShouldContain($"None of the servers at 127.0.0.1:{standby},127.0.0.1:{standby} takes writes");
    }

    [DatabaseFact]
    public async Task Sessions_that_were_terminated_are_replaced_at_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var database = await OpenAsync(test, [FreePort.Find(), Port(test)]);
        await CountAsync(database);

        await Should.ThrowAsync<StorageException>(database.UseAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("select pg_terminate_backend(pg_backend_pid())", connection);
                return await command.ExecuteScalarAsync(token);
            },
            CancellationToken.None));

        await CountAsync(database);
    }

    [DatabaseFact]
    public async Task That_one_host_is_down_does_not_hide_what_another_one_refuses()
    {
        await using var test = await TestDatabase.CreateAsync();
        var dead = FreePort.Find();
        var address = new NpgsqlConnectionStringBuilder(test.ConnectionString);

        var down = await Should.ThrowAsync<StorageException>(OpenAsync(Url(address, [dead, dead])));
        address.Password = "HUNTER2";
        var refused = await Should.ThrowAsync<StorageException>(OpenAsync(Url(address, [dead, Port(test)])));

        down.Fault.ShouldBe(StorageFault.ConnectionRefused);
        refused.Fault.ShouldBe(StorageFault.AuthenticationFailed);
        refused.ToString().ShouldNotContain("HUNTER2");
    }

    [DatabaseFact]
    public async Task Connections_that_are_all_in_use_are_said_to_be_in_use()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var database = await OpenAsync(
            Url(new NpgsqlConnectionStringBuilder(test.ConnectionString), [FreePort.Find(), Port(test)]) + "?connect_timeout=1");
        using var first = await database.OpenSessionAsync(CancellationToken.None);
        using var second = await database.OpenSessionAsync(CancellationToken.None);

        var fault = await Should.ThrowAsync<StorageException>(CountAsync(database));

        fault.Fault.ShouldBe(StorageFault.PoolExhausted, fault.ToString());
    }

    private static int Port(TestDatabase test) => new NpgsqlConnectionStringBuilder(test.ConnectionString).Port;

    private static Task<Database> OpenAsync(TestDatabase test, IReadOnlyList<int> ports) =>
        OpenAsync(Url(new NpgsqlConnectionStringBuilder(test.ConnectionString), ports));

    private static Task<Database> OpenAsync(string url) => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = ((PostgresAddress.Server)PostgresUrl.Parse(url)).ToConnectionString(), MaxConnections = 2 },
        CancellationToken.None);

    private static string Url(NpgsqlConnectionStringBuilder address, IReadOnlyList<int> ports)
    {
        var hosts = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return $"postgresql://{address.Username}:{Uri.EscapeDataString(address.Password!)}@{hosts}/{address.Database}";
    }

    private static Task<object?> CountAsync(Database database) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("select count(*) from deliveries", connection);
            return await command.ExecuteScalarAsync(token);
        },
        CancellationToken.None);
}
