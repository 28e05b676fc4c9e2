using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>The names of a tenant's schedules.</summary>
internal static class ReadScheduleNames
{
    private const string Sql = "select now(), array(select name from schedules where owner_type = $1 and owner_id = $2)";

    public static ScheduleNames Execute(NpgsqlConnection connection, TenantId tenant)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        using var reader = command.ExecuteReader();
        reader.Read();
        return new ScheduleNames(reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<string[]>(1));
    }
}
