using Npgsql;

namespace TemplateWorker.Storage.KeyValue.Statements;

/// <summary>A page of a tenant's keys with its fingerprint.</summary>
internal static class ListKeys
{
    // The bounds are written so that each is one condition of the index kv_key_c, with a generic plan too: greatest()
    // takes the later of prefix and cursor (null is ignored), and the text behind a missing end is behind every key that
    // fits an index row. Runs.Parts.ListedRanges computes the same fingerprint; change both together.
    public const string Sql = """
        with page as materialized (
            select key, coalesce(value, 'null') as value, xmin as version, created_at, last_updated_at
            from tenant_kv
            where owner_type = $1 and owner_id = $2 and scopes = $3::text[]
                and key collate "C" >= greatest($4 collate "C", $5 collate "C")
                and key collate "C" < coalesce($6, repeat(chr(1114111), 700)) collate "C"
                and key is distinct from $5
            order by key collate "C"
            limit $7
        )
        select p.key, p.value, p.version, p.created_at, p.last_updated_at, f.fingerprint
        from (
            select coalesce(md5(string_agg(concat_ws(' ', version, octet_length(key), key), '' order by key collate "C")), '') from page
        ) f(fingerprint)
        left join page p on true
        order by p.key collate "C"
        """;

    public static KeyListing Execute(NpgsqlConnection connection, TenantId tenant, KeyRange range)
    {
        using var command = Command(connection, tenant, range);
        using var reader = command.ExecuteReader();
        var page = new Page(range.Scopes);
        while (reader.Read())
        {
            page.Add(reader);
        }

        return page.Listing;
    }

    public static async Task<KeyListing> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyRange range, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, tenant, range);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new Page(range.Scopes);
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(reader);
        }

        return page.Listing;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, TenantId tenant, KeyRange range)
    {
        var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant)
            .AddText(range.Scopes.Literal)
            .AddText(range.Prefix)
            .AddText(range.After)
            .AddText(range.End)
            .AddNumber(range.Limit);
        return command;
    }

    private sealed class Page(Scopes scopes)
    {
        private readonly List<KeyRecord> _records = [];
        private string _fingerprint = string.Empty;

        public KeyListing Listing => new(_records, _fingerprint);

        // There is always a row, for the fingerprint; in an empty page it has no key.
        public void Add(NpgsqlDataReader reader)
        {
            _fingerprint = reader.GetString(5);
            if (!reader.IsDBNull(0))
            {
                _records.Add(KeyRow.Read(reader, new KeyName(scopes, reader.GetString(0)), 1));
            }
        }
    }
}
