using System.Globalization;
using Npgsql;

namespace TemplateWorker.Benchmarks.Figures.Actions;

/// <summary>One consumer that takes all actions by SQL, and one that takes as many rows of a plain queue in the usual way.</summary>
internal sealed class SqlClaims(string connectionString)
{
    /// <summary>Of one transaction.</summary>
    public const int AtATime = 1_000;

    private static readonly string ClaimSql = string.Create(CultureInfo.InvariantCulture, $"select id, type, data::text from template_worker_claim_actions('bench', {AtATime})");

    private static readonly string PlainSql = string.Create(CultureInfo.InvariantCulture, $"""
        select id, type, data::text from plain_queue order by position limit {AtATime} for update skip locked
        """);

    /// <summary>Makes the plain queue, with what waits for consumers that pull.</summary>
    public async Task CopyAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            drop table if exists plain_queue;
            create table plain_queue as select id, position, type, data from actions where route = '';
            alter table plain_queue add primary key (id);
            create index on plain_queue (position);
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var vacuum = source.CreateCommand("vacuum analyze plain_queue");
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes every action that waits.</summary>
    /// <returns>How many there were, and how long it took.</returns>
    public Task<(int Count, TimeSpan Elapsed)> TakeActionsAsync(CancellationToken cancellationToken) =>
        TakeAsync(ClaimSql, "select template_worker_ack_actions($1)", cancellationToken);

    /// <summary>Takes every row of the plain queue.</summary>
    /// <returns>How many there were, and how long it took.</returns>
    public Task<(int Count, TimeSpan Elapsed)> TakePlainAsync(CancellationToken cancellationToken) =>
        TakeAsync(PlainSql, "delete from plain_queue where id = any($1)", cancellationToken);

    private async Task<(int Count, TimeSpan Elapsed)> TakeAsync(string claimSql, string doneSql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        for (var count = 0; ;)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var ids = await ReadAsync(connection, claimSql, cancellationToken);
            await using var done = new NpgsqlCommand(doneSql, connection) { Parameters = { new NpgsqlParameter { Value = ids.ToArray() } } };
            await done.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            if (ids.Count == 0)
            {
                return (count, TimeProvider.System.GetElapsedTime(start));
            }

            count += ids.Count;
        }
    }

    private static async Task<List<Guid>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> ids = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            // A consumer reads what it does.
            _ = reader.GetString(2);
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
