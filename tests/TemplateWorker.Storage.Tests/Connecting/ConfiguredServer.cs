using Npgsql;
using TemplateWorker.Storage.Embedded;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>A real server with TLS and a pg_hba.conf of the tests' own, shared by the tests of one class.</summary>
public sealed class ConfiguredServer : IAsyncLifetime
{
    // missing_role and no_login come past pg_hba.conf without a password; nothing there speaks of a stranger.
    private const string HostBasedAuthentication = """
        local all template_worker,limited scram-sha-256
        host all template_worker,limited 127.0.0.1/32 scram-sha-256
        host all template_worker,limited ::1/128 scram-sha-256
        host all missing_role,no_login 127.0.0.1/32 trust
        hostssl all tls_only 127.0.0.1/32 trust
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"template-worker-test-tls-{Guid.NewGuid():N}"[..40]);
    private readonly string _files = Directory.CreateTempSubdirectory("template-worker-certificates").FullName;
    private EmbeddedCluster? _cluster;

    public int Port => _cluster!.Port;

    public string Password => new NpgsqlConnectionStringBuilder(_cluster!.ConnectionString).Password!;

    /// <summary>The file of the authority that signed the server's certificate, which is for <c>localhost</c>.</summary>
    public string Authority => Path.Combine(_files, "authority.pem");

    /// <summary>The file of an authority that did not.</summary>
    public string OtherAuthority => Path.Combine(_files, "other.pem");

    public async Task InitializeAsync()
    {
        if (!TestBinaries.Exist)
        {
            return;
        }

        var options = new EmbeddedClusterOptions
        {
            Directory = _folder,
            Durability = ClusterDurability.Volatile,
            ProgramFolder = TestBinaries.Folder,
        };
        _cluster = await EmbeddedCluster.StartAsync(options, TimeProvider.System, CancellationToken.None);
        await ExecuteAsync("create role no_login");
        await ExecuteAsync("create role tls_only login");
        await ExecuteAsync("create role limited login password 'HUNTER2' connection limit 0");
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        await File.WriteAllTextAsync(Authority, certificates.AuthorityPem);
        await File.WriteAllTextAsync(OtherAuthority, others.AuthorityPem);
        await UseCertificateAsync(certificates.ForHost("localhost", TimeSpan.FromDays(1)));
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_files, recursive: true);
    }

    private async Task UseCertificateAsync((string CertificatePem, string KeyPem) certificate)
    {
        var folder = new ClusterFolder(_folder);
        var user = await ClusterUser.FindAsync(folder, CancellationToken.None);
        foreach (var (name, text) in new[] { ("server.crt", certificate.CertificatePem), ("server.key", certificate.KeyPem) })
        {
            await user.MakeFileAsync(Path.Combine(folder.Data, name), CancellationToken.None);
            await File.WriteAllTextAsync(Path.Combine(folder.Data, name), text);
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Data, "pg_hba.conf"), HostBasedAuthentication + "\n");
        await ExecuteAsync("alter system set ssl = on");
        await ExecuteAsync("select pg_reload_conf()");

        // The reload is a signal; new sessions see its effect once the server has handled it.
        while (await ReadSslAsync() != "on")
        {
            await Task.Yield();
        }
    }

    private async Task<string?> ReadSslAsync()
    {
        await using var source = NpgsqlDataSource.Create(_cluster!.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand("show ssl");
        return (string?)await command.ExecuteScalarAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_cluster!.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
