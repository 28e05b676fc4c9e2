using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The held lanes of many slots. A lane that is both paused and parked is named once.</summary>
internal static class ReadHolds
{
    private const string Sql = """
        select distinct s.slot, h.owner_type, h.owner_id, h.template
        from unnest($1::smallint[]) s(slot)
        cross join lateral (select owner_type, owner_id, template from lane_holds where slot = s.slot offset 0) h
        """;

    public static async Task<IReadOnlyList<LaneHold>> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<int> slots, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddArray(slots.Select(slot => (short)slot).ToList(), NpgsqlDbType.Smallint);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var holds = new List<LaneHold>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // What SQL has written for an owner that is no tenant holds no lane.
            if (TenantId.Fault(reader.GetString(1), reader.GetString(2)) is null)
            {
                holds.Add(new LaneHold(
                    reader.GetInt16(0), new LaneName(new TenantId(reader.GetString(1), reader.GetString(2)), reader.GetString(3))));
            }
        }

        return holds;
    }
}
