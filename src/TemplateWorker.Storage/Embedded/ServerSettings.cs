using System.Globalization;

namespace TemplateWorker.Storage.Embedded;

/// <summary>How an embedded server is run, beyond PostgreSQL's defaults.</summary>
internal sealed record ServerSettings(int Port, ClusterDurability Durability)
{
    // For a small machine that runs workers too: the data fits into memory, and the workers' pools into the connections.
    private static readonly IReadOnlyList<string> Common =
    [
        "listen_addresses=127.0.0.1",
        "unix_socket_permissions=0700",
        "max_connections=100",
        "shared_buffers=256MB",
        "max_wal_size=2GB",
        "checkpoint_completion_target=0.9",
        "password_encryption=scram-sha-256",
        "log_destination=stderr",
        "logging_collector=off",
        "log_line_prefix=%m [%p] %a ",
        "log_min_messages=warning",
        "lc_messages=C",
        "timezone=UTC",
        "log_timezone=UTC",
    ];

    // A crash of the machine may lose or break a volatile cluster, which holds nothing of value.
    private static readonly IReadOnlyList<string> Volatile =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400", "autovacuum_naptime=1h"];

    public IEnumerable<string> Arguments(ClusterFolder folder)
    {
        // The setting is a list, whose elements are quoted so that the path may hold commas and spaces.
        var socket = folder.CanUseSocket ? $"\"{folder.Run.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : "";
        IEnumerable<string> settings =
        [
            .. Common,
            $"port={Port.ToString(CultureInfo.InvariantCulture)}",
            $"unix_socket_directories={socket}",
            .. Durability == ClusterDurability.Volatile ? Volatile : [],
        ];
        return settings.SelectMany(setting => new[] { "-c", setting });
    }
}
