using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>Stores one schedule, whatever was there under its name, under the tenant's lock.</summary>
internal static class WriteSchedule
{
    private static readonly string Sql = ScheduleUpsert.Sql("""
        select $1, $2, $3, $4, $5, $6, $7, $8, $9::json, $10, $11
        where exists (select from schedules where owner_type = $1 and owner_id = $2 and name = $3)
            or (select count(*) from schedules where owner_type = $1 and owner_id = $2) < $12
        """) + """

        returning name, template, cron, timezone, event, data, catch_up, next_at, last_at, created_at, updated_at
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
            .AddText(content.CatchUp.Word())
            .AddTime(content.NextAt)
            .AddNumber(maxSchedules);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ScheduleOutcome.Written(ScheduleRow.Read(reader))
            : null;
    }
}
