using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Addresses;

/// <summary>What each parameter of an address means for the driver.</summary>
internal static class AddressParameters
{
    private const string SystemAuthorities = "system";

    // The driver's own upper bound for its time-out.
    private const int MaxTimeoutSeconds = 1024;

    // Where the server's socket is by default: Debian's and most distributions' choice, then PostgreSQL's own.
    private static readonly string[] SocketFolders = ["/var/run/postgresql", "/run/postgresql", "/tmp"];

    // A rule applies the value, or returns a fault whose words follow the parameter's name.
    private static readonly Dictionary<string, Func<NpgsqlConnectionStringBuilder, AddressSetting, string?>> Rules = new(StringComparer.Ordinal)
    {
        ["user"] = Text((connection, value) => connection.Username = value),
        ["password"] = Text((connection, value) => connection.Password = value),
        ["dbname"] = Text((connection, value) => connection.Database = value),
        ["application_name"] = Text((connection, value) => connection.ApplicationName = value),
        ["fallback_application_name"] = Text((connection, value) => connection.ApplicationName ??= value),
        ["target_session_attrs"] = Choice<string?>((connection, value) => connection.TargetSessionAttributes = value, [
            ("any", null), ("read-write", "read-write"), ("primary", "primary"),
        ]),
        ["load_balance_hosts"] = Choice<bool>((connection, value) => connection.LoadBalanceHosts = value, [("disable", false), ("random", true)]),
        ["client_encoding"] = Choice<bool>((_, _) => { }, [("UTF8", true), ("auto", true)]),
        ["keepalives"] = Choice<bool>((connection, value) => connection.TcpKeepAlive = value, [("0", false), ("1", true)]),
        ["keepalives_idle"] = Seconds((connection, value) => connection.TcpKeepAliveTime = value),
        ["keepalives_interval"] = Seconds((connection, value) => connection.TcpKeepAliveInterval = value),
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
        ["sslnegotiation"] = Choice<SslNegotiation>((connection, value) => connection.SslNegotiation = value, [
            ("postgres", SslNegotiation.Postgres), ("direct", SslNegotiation.Direct),
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
        ["require_auth"] = Text((connection, value) => connection.RequireAuth = value),
        ["gssencmode"] = Choice<GssEncryptionMode>((connection, mode) => connection.GssEncryptionMode = mode, [
            ("disable", GssEncryptionMode.Disable),
            ("prefer", GssEncryptionMode.Prefer),
            ("require", GssEncryptionMode.Require),
        ]),
    };

    // Of libpq, and nothing here does what they say. To ignore one could mean to drop a protection that was asked for.
    private static readonly HashSet<string> Unsupported = new(StringComparer.Ordinal)
    {
        "gssdelegation", "gsslib", "hostaddr", "keepalives_count", "krbsrvname", "max_protocol_version", "min_protocol_version", "passfile",
        "replication", "requirepeer", "scram_client_key", "scram_server_key", "service", "servicefile", "sslcertmode", "sslcompression", "sslcrl",
        "sslcrldir", "sslkeylogfile", "sslsni", "ssl_max_protocol_version", "ssl_min_protocol_version", "tcp_user_timeout",
    };

    /// <summary>All names that an address may have.</summary>
    public static IEnumerable<string> Known => Rules.Keys.Concat(HostList.Parameters);

    /// <summary>Applies one parameter; those of <see cref="HostList"/> are not for here.</summary>
    /// <returns>The fault, or null. Neither a name nor a value is quoted where it may be part of a secret.</returns>
    public static string? Apply(AddressSetting setting, NpgsqlConnectionStringBuilder connection)
    {
        if (Unsupported.Contains(setting.Name))
        {
            return $"The address has the parameter {setting.Name} of libpq, which is not supported here. Remove it.";
        }

        if (!Rules.TryGetValue(setting.Name, out var rule))
        {
            return setting.ShownName is { } shown
                ? $"The address has an unknown parameter '{shown}'; did you mean {NearestName.Closest(shown, Known)}? (Known: {string.Join(", ", Known)}.)"
                : $"The address has an unknown parameter, which is not shown because it may be part of a password. (Known: {string.Join(", ", Known)}.)";
        }

        return rule(connection, setting) is { } fault ? $"In the address, {setting.Name} {fault}." : null;
    }

    /// <summary>Fills in libpq's defaults that the address itself determines, and checks settings that depend on each other. Pure.</summary>
    /// <returns>The fault, or null.</returns>
    public static string? Complete(NpgsqlConnectionStringBuilder connection)
    {
        connection.Username ??= Environment.UserName;
        connection.Database ??= connection.Username;

        // libpq verifies the authority as soon as it is given one, and the host's name too against the system's authorities.
        if (connection.RootCertificate == SystemAuthorities)
        {
            connection.RootCertificate = null;
            connection.SslMode = SslMode.VerifyFull;
        }
        else if (connection is { RootCertificate: not null, SslMode: SslMode.Require })
        {
            connection.SslMode = SslMode.VerifyCA;
        }

        // By itself, the driver also accepts a server that asks for no password, or for one without a binding.
        if (connection.ChannelBinding == ChannelBinding.Require)
        {
            connection.RequireAuth ??= "ScramSHA256";
            connection.SslMode = (SslMode)Math.Max((int)connection.SslMode, (int)SslMode.Require);
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

    // Zero or less is "wait for ever" in libpq, and zero is that for the driver too.
    private static string? ConnectTimeout(NpgsqlConnectionStringBuilder connection, AddressSetting setting)
    {
        if (!int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxTimeoutSeconds)
        {
            return $"must be a number of seconds up to {MaxTimeoutSeconds}, or 0 to wait for ever{setting.Was}";
        }

        connection.Timeout = Math.Max(seconds, 0);
        return null;
    }

    // Zero is the system's own time in libpq, which the driver has when nothing is set.
    private static Func<NpgsqlConnectionStringBuilder, AddressSetting, string?> Seconds(Action<NpgsqlConnectionStringBuilder, int> take) =>
        (connection, setting) =>
        {
            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxTimeoutSeconds)
            {
                return $"must be a number of seconds up to {MaxTimeoutSeconds}{setting.Was}";
            }

            if (seconds > 0)
            {
                connection.TcpKeepAlive = true;
                take(connection, seconds);
            }

            return null;
        };

    private static Func<NpgsqlConnectionStringBuilder, AddressSetting, string?> Text(Action<NpgsqlConnectionStringBuilder, string> take) =>
        (connection, setting) =>
        {
            if (setting.Value.Length > 0)
            {
                take(connection, setting.Value);
            }

            return null;
        };

    private static Func<NpgsqlConnectionStringBuilder, AddressSetting, string?> Choice<T>(
        Action<NpgsqlConnectionStringBuilder, T> take, (string Name, T Value)[] choices) =>
        (connection, setting) =>
        {
            if (Array.FindIndex(choices, choice => choice.Name == setting.Value) is var index and >= 0)
            {
                take(connection, choices[index].Value);
                return null;
            }

            var names = choices.Select(choice => choice.Name).ToList();
            var nearest = setting.MayQuote ? $"; the nearest is '{NearestName.Closest(setting.Value, names)}'" : "";
            return $"must be one of {string.Join(", ", names)}{setting.Was}{nearest}";
        };
}
