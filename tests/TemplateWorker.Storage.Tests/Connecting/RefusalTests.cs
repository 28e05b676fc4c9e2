using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>What an operator reads when a real server does not let us in.</summary>
public sealed class RefusalTests(ConfiguredServer server) : IClassFixture<ConfiguredServer>
{
    [EmbeddedFact]
    public Task A_database_that_does_not_exist() => Refused(
        $"postgresql://template_worker:{server.Password}@127.0.0.1:{server.Port}/nowhere",
        StorageFault.DatabaseMissing,
        $"The database 'nowhere' does not exist on 127.0.0.1:{server.Port}. Create it");

    [EmbeddedFact]
    public Task A_wrong_password() => Refused(
        $"postgresql://template_worker:HUNTER2@127.0.0.1:{server.Port}/template_worker",
        StorageFault.AuthenticationFailed,
        "refused the password of role 'template_worker'");

    [EmbeddedFact]
    public Task A_missing_password() => Refused(
        $"postgresql://template_worker@127.0.0.1:{server.Port}/template_worker",
        StorageFault.AuthenticationFailed,
        "asks for a password of role 'template_worker', but the address has none");

    [EmbeddedFact]
    public Task A_role_that_does_not_exist() => Refused(
        $"postgresql://missing_role:HUNTER2@127.0.0.1:{server.Port}/template_worker",
        StorageFault.RoleMissing,
        "The role 'missing_role' cannot log in");

    [EmbeddedFact]
    public Task A_role_that_must_not_log_in() => Refused(
        $"postgresql://no_login@127.0.0.1:{server.Port}/template_worker",
        StorageFault.RoleMissing,
        "The role 'no_login' cannot log in");

    [EmbeddedFact]
    public Task Somebody_whom_pg_hba_conf_does_not_mention() => Refused(
        $"postgresql://stranger:HUNTER2@127.0.0.1:{server.Port}/template_worker",
        StorageFault.NotAdmitted,
        "Add a line for it to pg_hba.conf");

    [EmbeddedFact]
    public Task A_role_that_pg_hba_conf_admits_over_tls_only() => Refused(
        $"postgresql://tls_only@127.0.0.1:{server.Port}/template_worker?sslmode=disable",
        StorageFault.NotAdmitted,
        "sslmode=require may be all that is missing");

    [EmbeddedFact]
    public Task A_role_whose_connections_are_used_up() => Refused(
        $"postgresql://limited:HUNTER2@127.0.0.1:{server.Port}/template_worker",
        StorageFault.TooManyConnections,
        "has no connection left");

    [EmbeddedFact]
    public Task A_certificate_of_an_authority_that_is_not_trusted() => Refused(
        $"postgresql://template_worker:{server.Password}@localhost:{server.Port}/template_worker?sslmode=verify-full",
        StorageFault.CertificateRefused,
        "Give the authority that signed it as sslrootcert");

    [EmbeddedFact]
    public Task A_certificate_of_another_authority() => Refused(
        $"postgresql://template_worker:{server.Password}@localhost:{server.Port}/template_worker?sslmode=verify-ca&sslrootcert={server.OtherAuthority}",
        StorageFault.CertificateRefused,
        $"The certificate of localhost:{server.Port} is not accepted");

    [EmbeddedFact]
    public Task A_certificate_for_another_host() => Refused(
        $"postgresql://template_worker:{server.Password}@127.0.0.1:{server.Port}/template_worker?sslmode=verify-full&sslrootcert={server.Authority}",
        StorageFault.CertificateRefused,
        "connect under the name it was made for");

    [EmbeddedFact]
    public async Task A_certificate_that_fits_is_accepted()
    {
        foreach (var (host, mode) in new[] { ("localhost", "verify-full"), ("127.0.0.1", "verify-ca"), ("127.0.0.1", "require") })
        {
            await using var database = await Open(
                $"postgresql://template_worker:{server.Password}@{host}:{server.Port}/template_worker?sslmode={mode}&sslrootcert={server.Authority}");

            database.ServerVersion.ShouldBeGreaterThanOrEqualTo(Database.OldestServerVersion);
        }
    }

    [EmbeddedFact]
    public async Task An_untrusted_certificate_does_when_only_encryption_is_asked_for()
    {
        await using var database = await Open($"postgresql://tls_only@127.0.0.1:{server.Port}/template_worker?sslmode=require");

        database.ServerVersion.ShouldBeGreaterThanOrEqualTo(Database.OldestServerVersion);
    }

    private async Task Refused(string url, StorageFault fault, string text)
    {
        var refusal = await Should.ThrowAsync<StorageException>(Open(url));

        refusal.Fault.ShouldBe(fault, refusal.ToString());
        refusal.Message.ShouldContain(text);
        refusal.ToString().ShouldNotContain("HUNTER2");
        refusal.ToString().ShouldNotContain(server.Password);
    }

    private static Task<Database> Open(string url) => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = ((PostgresAddress.Server)PostgresUrl.Parse(url)).ToConnectionString(), MaxConnections = 2 },
        CancellationToken.None);
}
