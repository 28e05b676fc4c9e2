using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>What of a server, its database and our session matters for the promises: read once, when a pool is opened.</summary>
internal sealed record ServerSurvey
{
    // Text, because CockroachDB and other imitations have it as text too. Settings that a server does not have are null.
    private const string Sql = """
        select current_setting('server_version_num'), current_setting('server_version'), current_setting('server_encoding', true),
            current_setting('default_transaction_isolation', true), current_setting('synchronous_commit', true),
            current_setting('fsync', true), current_setting('full_page_writes', true),
            (select setting from pg_settings where name = 'statement_timeout')
        """;

    // Beside the client's own limit: below it, the server ends statements of ours that only wait.
    private static readonly TimeSpan LeastStatementTimeout = Database.StatementLimit;

    private ServerSurvey()
    {
    }

    /// <summary>As <c>server_version_num</c> counts.</summary>
    public required int Version { get; init; }

    /// <inheritdoc cref="Database.Doubts"/>
    public required IReadOnlyList<string> Doubts { get; init; }

    private string VersionText { get; init; } = "";

    private string? Encoding { get; init; }

    private string? Isolation { get; init; }

    private TimeSpan StatementTimeout { get; init; }

    public static async Task<ServerSurvey> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ServerSurvey
        {
            Version = int.Parse(reader.GetString(0), CultureInfo.InvariantCulture),
            VersionText = reader.GetString(1),
            Encoding = Text(reader, 2),
            Isolation = Text(reader, 3),
            Doubts = [.. FindDoubts(("synchronous_commit", Text(reader, 4)), ("fsync", Text(reader, 5)), ("full_page_writes", Text(reader, 6)))],
            StatementTimeout = TimeSpan.FromMilliseconds(long.Parse(Text(reader, 7) ?? "0", CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Refuses a server on which the promises would not hold.</summary>
    /// <param name="target">For the words.</param>
    /// <param name="isTransactionPooled">Whether the session's settings are the role's, because a pooler keeps us from having our own.</param>
    /// <exception cref="StorageException">The reason and the remedy.</exception>
    public void Require(ConnectionTarget target, bool isTransactionPooled)
    {
        if (Version < Database.OldestServerVersion)
        {
            throw new StorageException(
                StorageFault.ServerTooOld,
                $"{target.Server} runs PostgreSQL {VersionText}; at least {Database.OldestServerVersion / 10_000} is needed. Upgrade the server.");
        }

        if (Encoding is not (null or "UTF8"))
        {
            throw new StorageException(
                StorageFault.SettingUnfit,
                $"The database '{target.Database}' on {target.Server} stores text as {Encoding}, but UTF8 is needed. Create a database with ENCODING 'UTF8' TEMPLATE template0.");
        }

        if (isTransactionPooled && Isolation is not (null or "read committed"))
        {
            throw Unfit(target, "default_transaction_isolation", $"'{Isolation}'", "'read committed'");
        }

        if (isTransactionPooled && StatementTimeout > TimeSpan.Zero && StatementTimeout < LeastStatementTimeout)
        {
            throw Unfit(
                target,
                "statement_timeout",
                $"{StatementTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms",
                $"0 or at least {LeastStatementTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
    }

    private static StorageException Unfit(ConnectionTarget target, string setting, string value, string needed) => new(
        StorageFault.SettingUnfit,
        $"Behind the pooler at {target.Server}, the setting {setting} of role '{target.User}' or database '{target.Database}' is {value}, but must be {needed}. Change it by ALTER ROLE … SET or ALTER DATABASE … SET, then reconnect the pooler.");

    private static IEnumerable<string> FindDoubts(params (string Setting, string? Value)[] settings) => settings
        .Where(setting => setting.Value is "off")
        .Select(setting => $"{setting.Setting} is off: after a crash of the server, events that were confirmed may be gone. Switch it on for this role and database.");

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
