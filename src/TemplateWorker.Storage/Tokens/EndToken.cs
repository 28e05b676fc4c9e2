using Npgsql;

namespace TemplateWorker.Storage.Tokens;

/// <summary>Ends a token: at once, or after the time in which a new one takes its place. A trigger tells the supervisors.</summary>
internal static class EndToken
{
    private const string RevokeSql = $"update tokens set revoked_at = now() where prefix = $1 returning {TokenRow.Columns}";

    // One that ends sooner by itself is not prolonged.
    private const string ReplaceSql = $"""
        update tokens set expires_at = least(expires_at, now() + $2) where prefix = $1 returning {TokenRow.Columns}
        """;

    public static Task<IssuedToken> RevokeAsync(NpgsqlConnection connection, string prefix, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, RevokeSql, prefix, null, cancellationToken);

    public static Task<IssuedToken> ReplaceAsync(NpgsqlConnection connection, string prefix, TimeSpan overlap, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, ReplaceSql, prefix, overlap, cancellationToken);

    private static async Task<IssuedToken> ExecuteAsync(
        NpgsqlConnection connection, string sql, string prefix, TimeSpan? overlap, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddText(prefix);
        if (overlap is { } time)
        {
            command.Parameters.AddSpan(time);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return TokenRow.Read(reader);
    }
}
