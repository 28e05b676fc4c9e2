using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>
/// The settings that every session of ours has, whatever the role or the database sets: a time limit of an administrator's would end a
/// commit in the middle of a lock wait, another isolation level would let a stale read pass the check of a commit, and a plan that reads all of
/// a table while that is empty stays when it is full. Every lookup of ours has an index.
/// </summary>
internal static class SessionSettings
{
    // Time limits behind those of the client (Database.StatementLimit), for a client that was stopped or lost.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("statement_timeout", "60s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("default_transaction_isolation", "read committed"),
        ("enable_seqscan", "off"),
        ("enable_bitmapscan", "off"),

        // A sequential scan that cannot be avoided counts as so expensive that the statement would be compiled.
        ("jit", "off"),
    ];

    // Since PostgreSQL 14. A pool keeps idle connections on purpose.
    private const string NoIdleLimit = "; set idle_session_timeout = 0";
    private const int NoIdleLimitSince = 14;

    // A standby, a restarted server, and a database that was restored under the same name all say something else.
    private const string Identity = """
        ; select extract(epoch from pg_postmaster_start_time()) || '/' || oid from pg_database where datname = current_database()
        """;

    private static readonly string Statements = string.Join("; ", Settings.Select(setting => $"set {setting.Name} = '{setting.Value}'"));

    /// <summary>
    /// As options of the session's start, so that the driver's own first statements have them too. A pooler may refuse these.
    /// </summary>
    public static string StartOptions { get; } = string.Join(
        ' ', Settings.Select(setting => $"-c {setting.Name}={setting.Value.Replace(" ", "\\ ", StringComparison.Ordinal)}"));

    /// <summary>Applies the settings to a session, and asks whose session it is; one round trip.</summary>
    /// <returns>What no other run of a server, and no other database of it, says.</returns>
    public static string Apply(NpgsqlConnection connection)
    {
        using var command = Command(connection, after: Identity);
        return (string)command.ExecuteScalar()!;
    }

    /// <inheritdoc cref="Apply"/>
    public static async Task<string> ApplyAsync(NpgsqlConnection connection)
    {
        await using var command = Command(connection, after: Identity);
        return (string)(await command.ExecuteScalarAsync(CancellationToken.None))!;
    }

    /// <summary>Undoes what a user of the session has set and listened to, and applies the settings again; one round trip.</summary>
    public static void Restore(NpgsqlConnection connection)
    {
        using var command = Command(connection, "reset all; unlisten *; ");
        command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string before = "", string after = "") =>
        new(before + Statements + (connection.PostgreSqlVersion.Major >= NoIdleLimitSince ? NoIdleLimit : "") + after, connection);
}
