using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Somebody with SQL who holds a row, so that whoever wants to write it stands still in the database.</summary>
internal sealed class RowHolder : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private RowHolder(TestDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _database = database;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>Holds the rows of a key.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="key">The key.</param>
    /// <param name="ownerId">Of this tenant; null for any.</param>
    public static async Task<RowHolder> HoldAsync(TestDatabase database, string key, string? ownerId = null)
    {
        var connection = await database.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("select 1 from tenant_kv where key = $1 and owner_id = coalesce($2, owner_id) for update", connection)
        {
            Parameters = { new NpgsqlParameter { Value = key }, new NpgsqlParameter<string?> { TypedValue = ownerId } },
        };
        (await command.ExecuteScalarAsync()).ShouldNotBeNull();
        return new RowHolder(database, connection, transaction);
    }

    /// <summary>Waits until somebody waits for the rows.</summary>
    public Task SomebodyWaitsAsync() => Eventually.HoldsAsync(
        async () => await _database.ReadAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"),
        () => "Nobody waits for the rows.");

    public Task ReleaseAsync() => _transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
