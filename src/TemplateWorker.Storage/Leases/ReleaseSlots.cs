using Npgsql;

namespace TemplateWorker.Storage.Leases;

/// <summary>Gives slots up.</summary>
internal static class ReleaseSlots
{
    private const string Sql = """
        with released as (
            update slots set owner = null where owner = $1 and slot = any ($2) returning 1
        )
        select pg_notify('template_worker_slots', '') where exists (select from released)
        """;

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, Guid supervisor, IReadOnlyCollection<int> slots, CancellationToken cancellationToken)
    {
        await using var command = SlotRows.Command(connection, Sql, supervisor, slots);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
