using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Schedules;

/// <summary>Reads the schedules that are longest due.</summary>
internal static class ReadDueSchedules
{
    // What is due is not a matter of tenants, so this names none.
    private const string Sql = """
        select owner_type, owner_id, name, cron, timezone, catch_up, next_at, now()
        from schedules
        where next_at >= $2 and next_at <= now()
        order by next_at
        limit $1
        """;

    public static async Task<DueSchedules> ExecuteAsync(NpgsqlConnection connection, int batch, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddNumber(batch).AddTime(from);
        commands.BatchCommands.Add(command);
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var now = default(DateTimeOffset);
        var schedules = new List<DueSchedule>();
        var unreadable = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            now = reader.GetFieldValue<DateTimeOffset>(7);
            if (TenantId.Fault(reader.GetString(0), reader.GetString(1)) is { } fault)
            {
                unreadable.Add(fault);
                continue;
            }

            schedules.Add(new DueSchedule
            {
                Tenant = new TenantId(reader.GetString(0), reader.GetString(1)),
                Name = reader.GetString(2),
                Cron = reader.GetString(3),
                TimeZone = reader.GetString(4),
                CatchUp = CatchUpWords.Parse(reader.GetString(5)),
                NextAt = reader.GetFieldValue<DateTimeOffset>(6),
            });
        }

        return new DueSchedules(now, schedules) { Unreadable = unreadable };
    }
}
