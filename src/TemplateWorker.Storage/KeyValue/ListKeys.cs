using Npgsql;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>A page of a tenant's keys with its fingerprint.</summary>
internal static class ListKeys
{
    // The bounds are written so that each is one condition of the index kv_key_c, with a generic plan too: greatest()
    // takes the later of prefix and cursor (null is ignored), and the text behind a missing end is behind every key that
    // fits an index row. Runs.Parts.ListedRanges computes the same fingerprint, of what has not expired; change both together.
    public const string Sql = """
        with page as materialized (
            select k.key, coalesce(k.value, 'null') as value, k.xmin as version, k.created_at, k.last_updated_at, x.expires_at, k.ctid as place
            from tenant_kv k
            left join lateral (
                select expires_at
                from tenant_kv_expiry
                where owner_type = $1 and owner_id = $2 and key = k.key and scopes = $3::text[]
                limit 1
            ) x on true
            where k.owner_type = $1 and k.owner_id = $2 and k.scopes = $3::text[]
                and k.key collate "C" >= greatest($4 collate "C", $5 collate "C")
                and k.key collate "C" < coalesce($6, repeat(chr(1114111), 700)) collate "C"
                and k.key is distinct from $5
                and (x.expires_at is null or x.expires_at > now())
            order by k.key collate "C"
            limit $7
        )
        select f.fingerprint, p.key, p.value, p.version, p.created_at, p.last_updated_at, p.expires_at, p.expires_at - now(), p.place
        from (
            select coalesce(md5(string_agg(concat_ws(' ', version, octet_length(key), key), '' order by key collate "C")), '') from page
        ) f(fingerprint)
        left join page p on true
        order by p.key collate "C"
        """;

    public static KeyListing Execute(NpgsqlConnection connection, TenantId tenant, KeyRange range)
    {
        using var command = Command(connection, tenant, range);
        var page = new Page(range.Scopes);
        var reader = command.ExecuteReader();
        try
        {
            while (page.HasRoom && reader.Read())
            {
                page.Add(reader);
            }

            page.CancelRest(command);
        }
        finally
        {
            try
            {
                reader.Dispose();
            }
            catch (PostgresException fault) when (page.IsCancelled(fault))
            {
            }
        }

        return page.Listing;
    }

    public static async Task<KeyListing> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyRange range, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, tenant, range);
        var page = new Page(range.Scopes);
        var reader = await command.ExecuteReaderAsync(cancellationToken);
        try
        {
            while (page.HasRoom && await reader.ReadAsync(cancellationToken))
            {
                page.Add(reader);
            }

            page.CancelRest(command);
        }
        finally
        {
            try
            {
                await reader.DisposeAsync();
            }
            catch (PostgresException fault) when (page.IsCancelled(fault))
            {
            }
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
        private int _room = KeyListing.MaxCharacters;

        public KeyListing Listing => new(_records, _fingerprint) { IsCut = !HasRoom };

        public bool HasRoom => _room > 0;

        /// <summary>Otherwise closing the reader would fetch all the others, to throw them away.</summary>
        public void CancelRest(NpgsqlCommand command)
        {
            if (!HasRoom)
            {
                command.Cancel();
            }
        }

        public bool IsCancelled(PostgresException fault) => !HasRoom && fault.SqlState == PostgresErrorCodes.QueryCanceled;

        // There is always a row, for the fingerprint; in an empty page it has no key.
        public void Add(NpgsqlDataReader reader)
        {
            _fingerprint = reader.GetString(0);
            if (!reader.IsDBNull(1))
            {
                var record = KeyRow.Read(reader, new KeyName(scopes, reader.GetString(1)), 2);
                _records.Add(record);
                _room -= record.Json.Length;
            }
        }
    }
}
