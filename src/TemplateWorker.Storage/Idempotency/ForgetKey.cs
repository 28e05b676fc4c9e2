using Npgsql;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>Removes what is recorded under a key: the answers of an immediate call, and the key of a stored event.</summary>
internal static class ForgetKey
{
    private const string Sql = """
        with answers as (
            delete from idempotency_keys where owner_type = $1 and owner_id = $2 and key = $3 returning 1
        ), events as (
            delete from accepted_events where owner_type = $1 and owner_id = $2 and key = $3 returning 1
        )
        select exists (select from answers) or exists (select from events)
        """;

    public static async Task<bool> ExecuteAsync(NpgsqlConnection connection, TenantId tenant, string key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(key);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
