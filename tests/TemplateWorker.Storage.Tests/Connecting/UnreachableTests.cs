using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>What an operator reads when there is no server to be let in by, or not the right one.</summary>
// Servers that are not there, or that the test plays itself.
[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class UnreachableTests
{
    [Fact]
    public async Task Nothing_listens_at_the_port()
    {
        var port = FreePort.Find();

        await Refused($"postgresql://u:HUNTER2@127.0.0.1:{port}/d", StorageFault.ConnectionRefused, $"Nothing answers at 127.0.0.1:{port}.");
    }

    [Fact]
    public Task There_is_no_such_socket() => Refused(
        "host=/no/such/folder user=u password=HUNTER2", StorageFault.ConnectionRefused, "Cannot connect to the socket /no/such/folder/.s.PGSQL.5432");

    [Fact]
    public Task The_host_name_does_not_resolve() => Refused(
        "postgresql://u:HUNTER2@no-such-host.invalid/d", StorageFault.HostNotFound, "The host name 'no-such-host.invalid' does not resolve.");

    [Fact]
    public async Task The_server_does_not_answer()
    {
        await using var server = FakeServer.Silent();

        await Refused(
            $"postgresql://u:HUNTER2@127.0.0.1:{server.Port}/d?connect_timeout=1", StorageFault.ConnectTimeout, "did not answer in time");
    }

    [Fact]
    public async Task The_server_stalls_in_the_tls_handshake()
    {
        await using var server = FakeServer.Answering("S");

        await Refused(
            $"postgresql://u:HUNTER2@127.0.0.1:{server.Port}/d?sslmode=require&connect_timeout=1", StorageFault.ConnectTimeout, "did not answer in time");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "prefer")]
    [InlineData("J\0\0\0\n8.0.36\0", "prefer")]
    [InlineData("ERR wrong number of arguments\r\n", "require")]
    public async Task What_answers_is_something_else(string greeting, string mode)
    {
        await using var server = FakeServer.Answering(greeting);

        await Refused(
            $"postgresql://u:HUNTER2@127.0.0.1:{server.Port}/d?sslmode={mode}&connect_timeout=5",
            StorageFault.NotPostgres,
            $"What answers at 127.0.0.1:{server.Port} is not PostgreSQL");
    }

    [Theory]
    [InlineData("9.6.24", 90624)]
    [InlineData("11.22", 110022)]
    public async Task The_server_is_too_old(string version, int number)
    {
        await using var server = FakeServer.Postgres(version, number);

        await Refused(
            $"postgresql://u:HUNTER2@127.0.0.1:{server.Port}/d",
            StorageFault.ServerTooOld,
            $"127.0.0.1:{server.Port} runs PostgreSQL {version}; at least 12 is needed. Upgrade the server.");
    }

    [Fact]
    public async Task The_oldest_server_that_is_supported_is_accepted()
    {
        await using var server = FakeServer.Postgres("12.0", 120_000);
        await using var database = await Open($"postgresql://u@127.0.0.1:{server.Port}/d");

        database.ServerVersion.ShouldBe(120_000);
    }

    [Fact]
    public async Task Variables_for_other_clients_are_put_out_of_the_drivers_reach()
    {
        // Of those that the driver reads, the one that disturbs no test beside this one.
        Environment.SetEnvironmentVariable("PGPASSFILE", "/no/such/file");

        await using var pool = ConnectionPool.Build(new Npgsql.NpgsqlConnectionStringBuilder { Host = "localhost" }, hasSessions: true, TimeSpan.Zero);
        Environment.GetEnvironmentVariable("PGPASSFILE").ShouldBe("/no/such/file");

        DriverEnvironment.Clear();

        Environment.GetEnvironmentVariable("PGPASSFILE").ShouldBeNull();
    }

    [DatabaseFact]
    public async Task The_server_has_no_tls()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var target = new Npgsql.NpgsqlConnectionStringBuilder(test.ConnectionString);

        await Refused(
            $"host=127.0.0.1 port={target.Port} user={target.Username} password={target.Password} dbname={test.Name} sslmode=require",
            StorageFault.TlsNotSupported,
            "does not offer it");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_pool_of_less_than_two_connections_is_refused(int connections)
    {
        var options = new DatabaseOptions { ConnectionString = "Host=localhost", MaxConnections = connections };

        (await Should.ThrowAsync<StorageException>(Database.OpenAsync(options, CancellationToken.None))).Message
            .ShouldContain($"at least 2 connections, was given {connections}");
    }

    [Fact]
    public async Task A_connection_string_that_the_driver_does_not_know_is_refused_without_its_password()
    {
        var options = new DatabaseOptions { ConnectionString = "Host=localhost;Password=HUNTER2;Colour=red", MaxConnections = 2 };

        var refusal = await Should.ThrowAsync<StorageException>(Database.OpenAsync(options, CancellationToken.None));

        refusal.Fault.ShouldBe(StorageFault.AddressInvalid);
        refusal.ToString().ShouldNotContain("HUNTER2");
        options.ToString().ShouldNotContain("HUNTER2");
    }

    private static async Task Refused(string url, StorageFault fault, string text)
    {
        var refusal = await Should.ThrowAsync<StorageException>(Open(url));

        refusal.Fault.ShouldBe(fault, refusal.ToString());
        refusal.Message.ShouldContain(text);
        refusal.ToString().ShouldNotContain("HUNTER2");
    }

    private static Task<Database> Open(string url) => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = ((PostgresAddress.Server)PostgresUrl.Parse(url)).ToConnectionString(), MaxConnections = 2 },
        CancellationToken.None);
}
