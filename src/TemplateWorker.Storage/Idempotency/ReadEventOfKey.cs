using Npgsql;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>The stored event to which a key belongs.</summary>
internal static class ReadEventOfKey
{
    private const string Sql = "select event_id from accepted_events where owner_type = $1 and owner_id = $2 and key = $3";

    public static Guid? Execute(NpgsqlConnection connection, TenantId tenant, string key)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(key);
        return command.ExecuteScalar() is Guid id ? id : null;
    }
}
