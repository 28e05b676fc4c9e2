using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Tokens;

/// <summary>Issues a token, unless there are as many valid ones as there may be. All who do so wait for each other, so that the count is right.</summary>
internal static class InsertToken
{
    // Two numbers, so that no tenant's lock, which is one, can be the same.
    private const string Lock = "select pg_advisory_xact_lock(5526349, 2)";

    private const string Sql = $"""
        insert into tokens (prefix, hash, name, role, owner_type, owner_id, expires_at)
        select $3, $4, $5, $6, $1, $2, now() + $7
        where (select count(*) from (select from tokens where revoked_at is null limit $8) valid) < $8
        returning {TokenRow.Columns}
        """;

    /// <returns>Null when there are too many.</returns>
    public static async Task<NewToken?> ExecuteAsync(NpgsqlConnection connection, TokenDraft draft, int most, CancellationToken cancellationToken)
    {
        var (prefix, text) = TokenText.Create();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
        var insert = new NpgsqlBatchCommand(Sql);
        insert.Parameters.AddText(draft.Tenant?.OwnerType ?? "").AddText(draft.Tenant?.OwnerId ?? "").AddText(prefix);
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = TokenHash.Of(text.Reveal())!.Value.ToBytes() });
        insert.Parameters.AddText(draft.Name).AddText(draft.Role.Word());
        insert.Parameters.Add(new NpgsqlParameter { Value = (object?)draft.ValidFor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        insert.Parameters.AddNumber(most);
        batch.BatchCommands.Add(insert);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new NewToken(TokenRow.Read(reader), text) : null;
    }
}
