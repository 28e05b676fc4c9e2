using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Leases;

/// <summary>The slots of a supervisor.</summary>
internal static class ReadSlots
{
    private const string Sql = "select slot, fence from slots where owner = $1 order by slot";

    public static async Task<IReadOnlyList<SlotFence>> ExecuteAsync(
        NpgsqlConnection connection, Guid supervisor, CancellationToken cancellationToken)
    {
        await using var command = SlotRows.Command(connection, Sql, supervisor);
        return await SlotRows.ReadAsync(command, cancellationToken);
    }
}
