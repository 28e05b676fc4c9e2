using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Changes;

/// <summary>Notifies of slots whose lanes have something new.</summary>
internal static class NotifySlots
{
    /// <summary>What the payload of a notification holds, with room to spare: 8,000 bytes, five for each slot.</summary>
    private const int SlotsPerPayload = 1_000;

    private const string Sql = "select pg_notify('template_worker_wake', payload) from unnest($1::text[]) payload";

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, IReadOnlyCollection<int> slots, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTexts(
            [.. slots.Chunk(SlotsPerPayload).Select(chunk => string.Join(',', chunk.Select(slot => slot.ToString(CultureInfo.InvariantCulture))))]);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
