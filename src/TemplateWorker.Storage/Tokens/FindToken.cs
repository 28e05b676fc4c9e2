using Npgsql;

namespace TemplateWorker.Storage.Tokens;

/// <summary>A token by its prefix, locked until the end of the transaction; and whether it is valid now.</summary>
internal static class FindToken
{
    private const string Sql = $"""
        select {TokenRow.Columns}, revoked_at is null and (expires_at is null or expires_at > now())
        from tokens where prefix = $1 for update
        """;

    public static async Task<(IssuedToken Token, bool IsValid)?> ExecuteAsync(NpgsqlConnection connection, string prefix, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddText(prefix);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (TokenRow.Read(reader), reader.GetBoolean(TokenRow.Count)) : null;
    }
}
