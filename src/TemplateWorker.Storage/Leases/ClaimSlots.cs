using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Leases;

/// <summary>Takes slots whose owner does not live.</summary>
/// <remarks>
/// Rows are locked in their order, so that two supervisors that claim the same slots do not lock each other out. A supervisor that comes
/// second looks at the row as the first has left it, and finds an owner that lives.
/// </remarks>
internal static class ClaimSlots
{
    private const string Sql = """
        with free as materialized (
            select s.slot
            from slots s
            where s.slot = any ($2)
                and (s.owner is null or not exists (select from supervisors v where v.id = s.owner and v.expires_at > now()))
            order by s.slot
            for update
        )
        update slots s set owner = $1, fence = s.fence + 1
        from free f
        where s.slot = f.slot
        returning s.slot, s.fence
        """;

    public static async Task<IReadOnlyList<SlotFence>> ExecuteAsync(
        NpgsqlConnection connection, Guid supervisor, IReadOnlyCollection<int> slots, CancellationToken cancellationToken)
    {
        await using var command = SlotRows.Command(connection, Sql, supervisor, slots);
        return await SlotRows.ReadAsync(command, cancellationToken);
    }
}
