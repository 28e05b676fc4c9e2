using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>One schedule.</summary>
internal static class ReadSchedule
{
    private const string Sql = """
        select name, template, cron, timezone, event, data, catch_up, next_at, last_at, created_at, updated_at
        from schedules
        where owner_type = $1 and owner_id = $2 and name = $3
        """;

    public static async Task<ScheduleRecord?> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ScheduleRow.Read(reader) : null;
    }
}
