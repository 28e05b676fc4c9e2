using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The last id that a delivery was given: one look at a sequence, whatever there is in the table.</summary>
internal static class ReadLastId
{
    public static async Task<long> ExecuteAsync(Database database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SweepSlots.LastIdSql, connection);
        await database.PrepareAsync(command, cancellationToken);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
