using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>A page of a tenant's schedules, without their data: a thousand may have gigabytes of it.</summary>
internal static class ListSchedules
{
    private const string Sql = """
        select name, template, cron, timezone, event, 'null'::text, catch_up, next_at, last_at, created_at, updated_at
        from schedules
        where owner_type = $1 and owner_id = $2 and ($3::text is null or name collate "C" > $3 collate "C")
        order by name collate "C"
        limit $4
        """;

    public static async Task<IReadOnlyList<ScheduleRecord>> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(after).AddNumber(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var schedules = new List<ScheduleRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            schedules.Add(ScheduleRow.Read(reader));
        }

        return schedules;
    }
}
