using Npgsql;

namespace TemplateWorker.Storage.Tokens;

/// <summary>The tokens that callers may present, with their hashes: those with some prefixes, or a page of all.</summary>
internal static class ReadValidTokens
{
    private const string Valid = "revoked_at is null and (expires_at is null or expires_at > now())";
    private const string SomeSql = $"select {TokenRow.Columns}, hash from tokens where prefix = any ($1) and {Valid}";
    private const string PageSql = $"select {TokenRow.Columns}, hash from tokens where prefix > $1 and {Valid} order by prefix limit $2";

    public static async Task<IReadOnlyList<ValidToken>> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> prefixes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SomeSql, connection);
        command.Parameters.AddTexts([.. prefixes]);
        return await ReadAsync(command, cancellationToken);
    }

    public static async Task<IReadOnlyList<ValidToken>> ExecuteAsync(
        NpgsqlConnection connection, string after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PageSql, connection);
        command.Parameters.AddText(after).AddNumber(limit);
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<ValidToken>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ValidToken> tokens = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tokens.Add(new ValidToken(TokenRow.Read(reader), new TokenHash(reader.GetFieldValue<byte[]>(TokenRow.Count))));
        }

        return tokens;
    }
}
