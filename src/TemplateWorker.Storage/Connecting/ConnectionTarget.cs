using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>What an error message may say about a connection: everything but the password.</summary>
internal sealed record ConnectionTarget
{
    /// <summary>A host name, an IP address, the folder of a Unix socket, or several of these with their ports.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Database { get; init; }

    public required string User { get; init; }

    /// <summary>Whether a password was given at all.</summary>
    public required bool HasPassword { get; init; }

    public static ConnectionTarget Of(NpgsqlConnectionStringBuilder connection) => new()
    {
        Host = connection.Host ?? "localhost",
        Port = connection.Port,
        Database = connection.Database ?? connection.Username ?? string.Empty,
        User = connection.Username ?? string.Empty,
        HasPassword = !string.IsNullOrEmpty(connection.Password),
    };

    /// <summary>Whether the host is the folder of a Unix socket.</summary>
    public bool IsSocket => Host.StartsWith('/') && !IsList;

    /// <summary>Whether there are several servers, each with its port in <see cref="Host"/>.</summary>
    private bool IsList => Host.Contains(',', StringComparison.Ordinal);

    /// <summary>The server alone, such as <c>db.example:5432</c>, or the path of its socket.</summary>
    public string Server => IsSocket
        ? $"the socket {Host.TrimEnd('/')}/.s.PGSQL.{Port}"
        : (IsList, Host.Contains(':', StringComparison.Ordinal)) switch
        {
            (true, _) => Host,
            (_, true) => $"[{Host}]:{Port}",
            _ => $"{Host}:{Port}",
        };

    /// <summary>The address as a URL.</summary>
    public override string ToString() => IsSocket
        ? $"postgresql://{Uri.EscapeDataString(User)}@:{Port}/{Uri.EscapeDataString(Database)}?host={Host}"
        : $"postgresql://{Uri.EscapeDataString(User)}@{Server}/{Uri.EscapeDataString(Database)}";
}
