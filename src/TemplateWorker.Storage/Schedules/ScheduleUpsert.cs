namespace TemplateWorker.Storage.Schedules;

/// <summary>Writes schedules; one of the same name is replaced, but keeps the times of its creation and last firing.</summary>
internal static class ScheduleUpsert
{
    /// <param name="rows">A select of the columns in the order below.</param>
    public static string Sql(string rows) => $"""
        insert into schedules (owner_type, owner_id, name, slot, template, cron, timezone, event, data, catch_up, next_at)
        {rows}
        on conflict (owner_type, owner_id, name) do update set
            template = excluded.template, cron = excluded.cron, timezone = excluded.timezone, event = excluded.event,
            data = excluded.data, catch_up = excluded.catch_up, next_at = excluded.next_at, updated_at = now()
        """;
}
