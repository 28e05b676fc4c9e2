using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Backups;

/// <summary>A connection string as the environment variables of PostgreSQL's own programs, so that no password is in a command line.</summary>
internal static class LibpqEnvironment
{
    /// <summary>The database alone, for a program that does not take it from its environment.</summary>
    public static string AddressOf(string connectionString) =>
        $"dbname='{DatabaseOf(connectionString).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <param name="connectionString">In Npgsql's form.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var hosts = (parts.Host ?? "").Split(',').Select(host => HostAndPort(host.Trim(), parts.Port)).ToList();
        Dictionary<string, string?> variables = new(StringComparer.Ordinal)
        {
            ["PGHOST"] = string.Join(',', hosts.Select(host => host.Host)),
            ["PGPORT"] = string.Join(',', hosts.Select(host => host.Port.ToString(CultureInfo.InvariantCulture))),
            ["PGUSER"] = parts.Username,
            ["PGPASSWORD"] = parts.Password,
            ["PGPASSFILE"] = parts.Passfile,
            ["PGDATABASE"] = DatabaseOf(connectionString),
            ["PGSSLMODE"] = Word(parts.SslMode),
            ["PGSSLROOTCERT"] = parts.RootCertificate,
            ["PGSSLCERT"] = parts.SslCertificate,
            ["PGSSLKEY"] = parts.SslKey,
            ["PGOPTIONS"] = parts.Options,
            ["PGAPPNAME"] = "template-worker backup",
            ["PGCONNECT_TIMEOUT"] = "10",

            // A standby cannot be restored to, and a dump of it may lack the last transactions.
            ["PGTARGETSESSIONATTRS"] = hosts.Count > 1 ? "read-write" : null,
        };
        return variables.Where(variable => !string.IsNullOrEmpty(variable.Value)).Select(variable => KeyValuePair.Create(variable.Key, variable.Value!));
    }

    // "db.example:5433", "[::1]:5432", "::1" or "/var/run/postgresql".
    private static (string Host, int Port) HostAndPort(string text, int port)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && !text.StartsWith('/') && (text[colon - 1] == ']' || text.IndexOf(':') == colon);
        return hasPort && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var own)
            ? (text[..colon].Trim('[', ']'), own)
            : (text.Trim('[', ']'), port);
    }

    private static string Word(SslMode mode) => mode switch
    {
        SslMode.Disable => "disable",
        SslMode.Allow => "allow",
        SslMode.Require => "require",
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => "prefer",
    };

    private static string DatabaseOf(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return parts is { Database: { Length: > 0 } name } ? name : parts.Username ?? "";
    }
}
