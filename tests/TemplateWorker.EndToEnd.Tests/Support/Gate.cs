using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>
/// Somebody with SQL who keeps the table of schedules, so that a run that looks at its schedules stands still until
/// the test lets it go on.
/// </summary>
internal sealed class Gate
{
    private const string Close = "lock table schedules in access exclusive mode";

    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;

    private Gate(TestDatabase database, NpgsqlConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    public static async Task<Gate> CloseAsync(TestDatabase database)
    {
        var connection = await database.ConnectAsync();
        await ExecuteAsync(connection, $"begin; {Close}");
        return new Gate(database, connection);
    }

    /// <summary>Waits until a run stands there.</summary>
    public Task SomebodyWaitsAsync() => Eventually.HoldsAsync(
        async () => await _database.ReadAsync<bool>(
            """
            select exists (
                select from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%array(select name from schedules%')
            """),
        () => "No run waits at the gate.");

    /// <summary>Lets the run go on that waits, and stops the next.</summary>
    public async Task<Gate> LetThroughAsync()
    {
        // Locks are given in the order in which they were asked for: first to the run that waits, then to the next gate.
        var next = await _database.ConnectAsync();
        var closing = ExecuteAsync(next, $"begin; {Close}");
        await Eventually.HoldsAsync(
            async () => await _database.ReadAsync<bool>(
                $"select exists (select from pg_locks where pid = {next.ProcessID} and relation = 'schedules'::regclass and not granted)"),
            () => "The next gate does not wait.");
        await OpenAsync();
        await closing;
        return new Gate(_database, next);
    }

    public async Task<Gate> OpenAsync()
    {
        await ExecuteAsync(_connection, "commit");
        await _connection.DisposeAsync();
        return this;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
