using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Sets the time-outs and the planner for a migration's transaction.</summary>
internal static class PrepareSession
{
    // The time-outs of the role or database are meant for short statements, and the plans of our sessions for few rows; a migration may read
    // all of a table. The lock time-out is LockWait.Limit.
    private const string Sql = """
        set local lock_timeout = '1s';
        set local statement_timeout = 0;
        set local idle_in_transaction_session_timeout = 0;
        set local enable_seqscan = on;
        set local enable_bitmapscan = on
        """;

    public static async Task ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
