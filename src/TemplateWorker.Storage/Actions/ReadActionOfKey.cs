using Npgsql;

namespace TemplateWorker.Storage.Actions;

/// <summary>The action to which a key belongs.</summary>
internal static class ReadActionOfKey
{
    private const string Sql = "select action from action_keys where owner_type = $1 and owner_id = $2 and key = $3";

    public static Guid? Execute(NpgsqlConnection connection, TenantId tenant, string key)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(key);
        return command.ExecuteScalar() is Guid id ? id : null;
    }
}
