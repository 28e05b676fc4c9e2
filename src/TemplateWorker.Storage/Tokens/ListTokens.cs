using Npgsql;

namespace TemplateWorker.Storage.Tokens;

/// <summary>A page of tokens by prefix: of one tenant, or of all.</summary>
internal static class ListTokens
{
    private const string OfAll = $"select {TokenRow.Columns} from tokens where prefix > $1 order by prefix limit $2";

    private const string OfTenant = $"""
        select {TokenRow.Columns} from tokens where owner_type = $3 and owner_id = $4 and prefix > $1 order by prefix limit $2
        """;

    public static async Task<IReadOnlyList<IssuedToken>> ExecuteAsync(
        NpgsqlConnection connection, TenantId? tenant, string after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(tenant is null ? OfAll : OfTenant, connection);
        command.Parameters.AddText(after).AddNumber(limit);
        if (tenant is { } owner)
        {
            command.Parameters.AddTenant(owner);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<IssuedToken> page = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(TokenRow.Read(reader));
        }

        return page;
    }
}
