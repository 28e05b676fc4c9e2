using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>Stores one schedule, whatever was there under its name, under the tenant's lock.</summary>
internal static class WriteSchedule
{
    private const string Sql = """
        insert into schedules as s (owner_type, owner_id, name, slot, template, cron, timezone, event, data, catch_up, next_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9::json, $10, $11
        where exists (select from schedules where owner_type = $1 and owner_id = $2 and name = $3)
            or (select count(*) from schedules where owner_type = $1 and owner_id = $2) < $12
        on conflict (owner_type, owner_id, name) do update set
            template = excluded.template, cron = excluded.cron, timezone = excluded.timezone, event = excluded.event,
            data = excluded.data, catch_up = excluded.catch_up, next_at = excluded.next_at, updated_at = now()
        returning s.name, s.template, s.cron, s.timezone, s.event, s.data, s.catch_up, s.next_at, s.last_at, s.created_at, s.updated_at,
            s.xmax = 0
        """;

    /// <returns>What is stored now; null when the tenant has as many as it may.</returns>
    public static async Task<ScheduleOutcome.Written?> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string name, ScheduleContent content, int maxSchedules, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant)
            .AddText(name)
            .AddNumber(tenant.Slot)
            .AddText(content.Template)
            .AddText(content.Cron)
            .AddText(content.TimeZone)
            .AddText(content.EventName)
            .AddText(content.DataJson)
            .AddText(content.CatchUp)
            .AddTime(content.NextAt)
            .AddNumber(maxSchedules);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ScheduleOutcome.Written(ScheduleRow.Read(reader), Created: reader.GetBoolean(11))
            : null;
    }
}
