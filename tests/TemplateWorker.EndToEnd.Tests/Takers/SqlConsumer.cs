using System.Text.Json;
using Npgsql;

namespace TemplateWorker.EndToEnd.Tests.Takers;

/// <summary>
/// A consumer in a process of its own that takes actions in its transactions and writes them into its table. At times it does only a part of what it
/// claimed, or rolls back.
/// </summary>
internal static class SqlConsumer
{
    /// <summary>The verb of this program that runs it, with the address of the database. It is also the name of the consumer.</summary>
    public const string Verb = "sql-consumer";

    // Few, with a pause behind them, so that the other consumer gets some.
    private const int MostAtATime = 4;

    private static readonly string ClaimSql = $"""
        select id, owner_type || ':' || owner_id, channel, data::text from template_worker_claim_actions('{Verb}', {MostAtATime})
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs until it is killed.</summary>
    public static async Task<int> RunAsync(string address)
    {
        await System.Console.Out.WriteLineAsync(TakerProcess.Ready);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(address);
                await connection.OpenAsync();
                while (true)
                {
                    await TakeAsync(connection);
                    await Task.Delay(Pause, TimeProvider.System);
                }
            }
            catch (NpgsqlException)
            {
                // The server is gone for a while.
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private static async Task TakeAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var claimed = await ClaimAsync(connection);
        if (claimed.Count == 0)
        {
            await transaction.CommitAsync();
            return;
        }

        List<TakenAction> done = Random.Shared.Next(10) == 0 ? claimed[..((claimed.Count + 1) / 2)] : claimed;
        await PulledTable.InsertAsync(connection, Verb, done);
        await using var acknowledge = new NpgsqlCommand("select template_worker_ack_actions($1)", connection)
        {
            Parameters = { new NpgsqlParameter { Value = done.Select(action => action.Id).ToArray() } },
        };
        var acknowledged = (int)(await acknowledge.ExecuteScalarAsync())!;
        if (acknowledged != done.Count)
        {
            await System.Console.Out.WriteLineAsync($"Of {done.Count} actions that were claimed, {acknowledged} could be acknowledged.");
        }

        if (Random.Shared.Next(10) == 0)
        {
            await transaction.RollbackAsync();
            return;
        }

        await transaction.CommitAsync();
    }

    private static async Task<List<TakenAction>> ClaimAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(ClaimSql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<TakenAction> claimed = [];
        while (await reader.ReadAsync())
        {
            using var data = JsonDocument.Parse(reader.GetString(3));
            claimed.Add(new TakenAction(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), JsonSerializer.Serialize(data.RootElement)));
        }

        return claimed;
    }
}
