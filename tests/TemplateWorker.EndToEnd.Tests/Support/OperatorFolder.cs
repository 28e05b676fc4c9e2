using System.Globalization;
using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A folder that an operator would have: config.yaml, templates to register, and a place for temporary files.</summary>
internal sealed class OperatorFolder : IDisposable
{
    public const string AdminToken = "admin-token-of-a-test";

    /// <summary>Patience with a machine that runs the tests of others too.</summary>
    private const string ConnectSeconds = "60";

    private OperatorFolder(string path)
    {
        Path = path;
        Temporary = Directory.CreateDirectory(System.IO.Path.Combine(path, "tmp")).FullName;
    }

    public string Path { get; }

    /// <summary>What <c>TMPDIR</c> names.</summary>
    public string Temporary { get; }

    /// <summary>The folder that <c>--templates</c> names.</summary>
    public string Templates => System.IO.Path.Combine(Path, "templates");

    public static OperatorFolder Create() => new(Directory.CreateTempSubdirectory("tw-e2e-").FullName);

    /// <summary>Writes a config.yaml with an admin's token and any free port.</summary>
    /// <returns>Its path.</returns>
    public string WriteConfig(TestDatabase database, string settings = "") => WriteConfig(KeywordForm(database), settings);

    /// <summary>As above, for any address of a database.</summary>
    public string WriteConfig(string postgresUrl, string settings = "") => WriteConfigWithoutToken(postgresUrl, $"""
        tokens:
          - name: admin
            role: admin
            token: {AdminToken}
        {settings}
        """);

    /// <summary>Writes a config.yaml with any free port and no token.</summary>
    /// <returns>Its path.</returns>
    /// <param name="postgresUrl">Any address of a database.</param>
    /// <param name="settings">Further lines; those of addrs stand first, indented by two spaces.</param>
    public string WriteConfigWithoutToken(string postgresUrl, string settings = "")
    {
        var path = System.IO.Path.Combine(Path, "config.yaml");
        File.WriteAllText(path, $"""
            meta:
              postgres_url: "{postgresUrl}"
            addrs:
              http: 127.0.0.1:0
            {settings}
            """);
        return path;
    }

    /// <summary>Writes one file of a template that is to be registered.</summary>
    public void WriteTemplate(string tenant, string template, string source, string file = "index.js")
    {
        var path = System.IO.Path.Combine(Templates, tenant.Replace(':', '/'), template, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, source);
    }

    /// <summary>The address of a test's database, in libpq's form.</summary>
    /// <param name="database">Where its server is.</param>
    /// <param name="change">Makes it wrong in some way.</param>
    public static string KeywordForm(TestDatabase database, Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        change?.Invoke(connection);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"host='{connection.Host}' port={connection.Port} dbname='{connection.Database}' user='{connection.Username}' ")
            + $"password='{connection.Password}' connect_timeout={ConnectSeconds}";
    }

    /// <summary>The address of a test's database on the servers at several ports of this machine, of which one takes writes.</summary>
    public static string ListForm(TestDatabase database, IEnumerable<int> ports)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var hosts = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return $"postgresql://{connection.Username}:{Uri.EscapeDataString(connection.Password!)}@{hosts}/{connection.Database}"
            + $"?target_session_attrs=read-write&connect_timeout={ConnectSeconds}";
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
