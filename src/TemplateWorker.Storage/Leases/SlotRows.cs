using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Leases;

/// <summary>Runs a statement that answers slots and their fences.</summary>
internal static class SlotRows
{
    /// <summary>A connection that died silently must cost less time than a lease has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Guid supervisor)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Patience.TotalSeconds };
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = supervisor });
        return command;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Guid supervisor, IReadOnlyCollection<int> slots)
    {
        var command = Command(connection, sql, supervisor);
        command.Parameters.AddArray(slots.Select(slot => (short)slot).ToList(), NpgsqlDbType.Smallint);
        return command;
    }

    public static async Task<IReadOnlyList<SlotFence>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var slots = new List<SlotFence>();
        while (await reader.ReadAsync(cancellationToken))
        {
            slots.Add(new SlotFence(reader.GetInt16(0), reader.GetInt64(1)));
        }

        return slots;
    }
}
