using Npgsql;

namespace TemplateWorker.Storage.Schedules.Statements;

/// <summary>The names of a tenant's schedules.</summary>
internal static class ReadScheduleNames
{
    private const string Sql = "select name from schedules where owner_type = $1 and owner_id = $2";

    public static IReadOnlySet<string> Execute(NpgsqlConnection connection, TenantId tenant)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
