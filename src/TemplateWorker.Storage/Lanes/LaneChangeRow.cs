using Npgsql;

namespace TemplateWorker.Storage.Lanes;

/// <summary>Reads the one row with the columns: whether there is such a lane, and how many holds were changed.</summary>
internal static class LaneChangeRow
{
    public static async Task<LaneChange> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var change = reader.GetInt32(1) > 0 ? LaneChange.Changed : reader.GetBoolean(0) ? LaneChange.Unchanged : LaneChange.NotFound;
        await reader.CloseAsync();
        return change;
    }
}
