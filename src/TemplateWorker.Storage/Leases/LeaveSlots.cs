using Npgsql;

namespace TemplateWorker.Storage.Leases;

/// <summary>A supervisor's end.</summary>
internal static class LeaveSlots
{
    private const string Sql = """
        with released as (
            update slots set owner = null where owner = $1
        ), left_us as (
            delete from supervisors where id = $1 returning 1
        )
        select pg_notify('template_worker_slots', '') where exists (select from left_us)
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, Guid supervisor, CancellationToken cancellationToken)
    {
        await using var command = SlotRows.Command(connection, Sql, supervisor);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
