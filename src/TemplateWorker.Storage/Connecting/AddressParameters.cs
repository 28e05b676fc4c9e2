using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>What each parameter of an address means for the driver.</summary>
internal static class AddressParameters
{
    public const int DefaultPort = 5432;

    // The driver's own upper bound for its time-out.
    private const int MaxTimeoutSeconds = 1024;

    // Where the server's socket is by default: Debian's and most distributions' choice, then PostgreSQL's own.
    private static readonly string[] SocketFolders = ["/var/run/postgresql", "/run/postgresql", "/tmp"];

    // A rule applies the value, or returns a fault whose words follow the parameter's name.
    private static readonly Dictionary<string, Func<NpgsqlConnectionStringBuilder, string, string?>> Rules = new(StringComparer.Ordinal)
    {
        ["host"] = Host,
        ["port"] = Port,
        ["user"] = Text((connection, value) => connection.Username = value),
        ["password"] = Text((connection, value) => connection.Password = value),
        ["dbname"] = Text((connection, value) => connection.Database = value),
        ["application_name"] = Text((connection, value) => connection.ApplicationName = value),
        ["options"] = Text((connection, value) => connection.Options = value),
        ["connect_timeout"] = ConnectTimeout,
        ["sslmode"] = Choice<SslMode>((connection, mode) => connection.SslMode = mode, [
            ("disable", SslMode.Disable),
            ("allow", SslMode.Allow),
            ("prefer", SslMode.Prefer),
            ("require", SslMode.Require),
            ("verify-ca", SslMode.VerifyCA),
            ("verify-full", SslMode.VerifyFull),
        ]),
        ["sslrootcert"] = Text((connection, value) => connection.RootCertificate = value),
        ["sslcert"] = Text((connection, value) => connection.SslCertificate = value),
        ["sslkey"] = Text((connection, value) => connection.SslKey = value),
        ["sslpassword"] = Text((connection, value) => connection.SslPassword = value),
        ["channel_binding"] = Choice<ChannelBinding>((connection, mode) => connection.ChannelBinding = mode, [
            ("disable", ChannelBinding.Disable),
            ("prefer", ChannelBinding.Prefer),
            ("require", ChannelBinding.Require),
        ]),
        ["gssencmode"] = Choice<GssEncryptionMode>((connection, mode) => connection.GssEncryptionMode = mode, [
            ("disable", GssEncryptionMode.Disable),
            ("prefer", GssEncryptionMode.Prefer),
            ("require", GssEncryptionMode.Require),
        ]),
    };

    /// <summary>Applies one parameter.</summary>
    /// <returns>The fault, or null. A value is only quoted where it cannot be a secret.</returns>
    public static string? Apply(AddressSetting setting, NpgsqlConnectionStringBuilder connection)
    {
        if (!Rules.TryGetValue(setting.Name, out var rule))
        {
            return $"The address has an unknown parameter '{setting.Name}'; the nearest known one is '{NearestName.Closest(setting.Name, Rules.Keys)}' (known: {string.Join(", ", Rules.Keys)}).";
        }

        return rule(connection, setting.Value) is { } fault ? $"In the address, {setting.Name} {fault}" : null;
    }

    /// <summary>Fills in libpq's defaults that the address itself determines, and checks settings that depend on each other. Pure.</summary>
    /// <returns>The fault, or null.</returns>
    public static string? Complete(NpgsqlConnectionStringBuilder connection)
    {
        connection.Username ??= Environment.UserName;
        connection.Database ??= connection.Username;

        // libpq verifies the authority as soon as it is given one.
        if (connection is { RootCertificate: not null, SslMode: SslMode.Require })
        {
            connection.SslMode = SslMode.VerifyCA;
        }

        return connection is { SslKey: not null, SslCertificate: null }
            ? "In the address, sslkey needs the certificate that it belongs to as sslcert."
            : null;
    }

    /// <summary>Fills in the socket of this machine where no host is given, and looks for the certificate files.</summary>
    /// <returns>The fault, or null.</returns>
    public static string? Resolve(NpgsqlConnectionStringBuilder connection)
    {
        connection.Host ??= Array.Find(SocketFolders, folder => File.Exists($"{folder}/.s.PGSQL.{connection.Port}"))
            ?? Array.Find(SocketFolders, Directory.Exists)
            ?? "localhost";
        return new[] { ("sslrootcert", connection.RootCertificate), ("sslcert", connection.SslCertificate), ("sslkey", connection.SslKey) }
            .Where(file => file.Item2 is not null && !File.Exists(file.Item2))
            .Select(file => $"In the address, {file.Item1} names a file that does not exist or cannot be read: '{file.Item2}'.")
            .FirstOrDefault();
    }

    private static string? Host(NpgsqlConnectionStringBuilder connection, string value)
    {
        if (value.Contains(',', StringComparison.Ordinal))
        {
            return $"names several hosts, '{value}'; give the one that takes writes, or the address of a proxy before them.";
        }

        connection.Host = value.Length == 0 ? null : value;
        return null;
    }

    private static string? Port(NpgsqlConnectionStringBuilder connection, string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
        {
            return $"must be a number from 1 to {ushort.MaxValue}, was '{value}'.";
        }

        connection.Port = port;
        return null;
    }

    // Zero or less is "wait for ever" in libpq, and zero is that for the driver too.
    private static string? ConnectTimeout(NpgsqlConnectionStringBuilder connection, string value)
    {
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxTimeoutSeconds)
        {
            return $"must be a number of seconds up to {MaxTimeoutSeconds}, or 0 to wait for ever, was '{value}'.";
        }

        connection.Timeout = Math.Max(seconds, 0);
        return null;
    }

    private static Func<NpgsqlConnectionStringBuilder, string, string?> Text(Action<NpgsqlConnectionStringBuilder, string> take) =>
        (connection, value) =>
        {
            if (value.Length > 0)
            {
                take(connection, value);
            }

            return null;
        };

    private static Func<NpgsqlConnectionStringBuilder, string, string?> Choice<T>(
        Action<NpgsqlConnectionStringBuilder, T> take, (string Name, T Value)[] choices) =>
        (connection, value) =>
        {
            if (Array.FindIndex(choices, choice => choice.Name == value) is var index and >= 0)
            {
                take(connection, choices[index].Value);
                return null;
            }

            var names = choices.Select(choice => choice.Name).ToList();
            return $"must be one of {string.Join(", ", names)}, was '{value}'; the nearest is '{NearestName.Closest(value, names)}'.";
        };
}

/// <summary>One parameter of an address under libpq's name, not checked yet.</summary>
internal readonly record struct AddressSetting(string Name, string Value)
{
    /// <summary>The name alone: the value may be a password.</summary>
    public override string ToString() => Name;
}
