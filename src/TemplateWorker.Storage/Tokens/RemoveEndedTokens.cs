using Npgsql;

namespace TemplateWorker.Storage.Tokens;

/// <summary>Removes tokens that ended long ago, a bounded number of them.</summary>
internal static class RemoveEndedTokens
{
    private const string Sql = """
        delete from tokens where prefix in (
            select prefix from tokens where least(revoked_at, expires_at) < now() - $1 order by least(revoked_at, expires_at) limit $2
            for update skip locked)
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, TimeSpan after, int batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddSpan(after).AddNumber(batch);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
