using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>What was recorded under an idempotency key.</summary>
internal static class ReadIdempotency
{
    private const string Sql = """
        select template, event_id, request_hash, templates, result::text
        from idempotency_keys
        where owner_type = $1 and owner_id = $2 and key = $3
        order by template collate "C"
        """;

    public static IReadOnlyList<IdempotencyEntry> Execute(Database database, NpgsqlConnection connection, TenantId tenant, string key)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(key);
        database.Prepare(command);
        using var reader = command.ExecuteReader();
        var entries = new List<IdempotencyEntry>();
        while (reader.Read())
        {
            entries.Add(new IdempotencyEntry
            {
                Key = key,
                Template = reader.GetString(0),
                EventId = reader.GetGuid(1),
                RequestHash = reader.GetFieldValue<byte[]>(2),
                Templates = reader.GetFieldValue<string[]>(3),
                ResultJson = reader.GetString(4),
            });
        }

        return entries;
    }
}
