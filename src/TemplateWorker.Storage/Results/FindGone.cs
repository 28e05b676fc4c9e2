using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Results;

/// <summary>Which of some deliveries are in no lane any more: done, dead, or dropped.</summary>
internal static class FindGone
{
    private const string Sql = """
        select w.id
        from unnest($1::smallint[], $2::bigint[]) w(slot, id)
        left join lateral (select true as there from deliveries where slot = w.slot and id = w.id limit 1) d on true
        where d.there is null
        """;

    public static async Task<IReadOnlyList<long>> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<(int Slot, long Id)> deliveries, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters
            .AddArray([.. deliveries.Select(delivery => (short)delivery.Slot)], NpgsqlDbType.Smallint)
            .AddArray([.. deliveries.Select(delivery => delivery.Id)], NpgsqlDbType.Bigint);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<long> gone = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            gone.Add(reader.GetInt64(0));
        }

        return gone;
    }
}
