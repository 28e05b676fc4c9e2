using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Embedded;

/// <summary>Makes the database of an embedded cluster unless it is there.</summary>
internal static class MakeDatabase
{
    private const string ExistsSql = "select exists (select from pg_database where datname = 'template_worker')";
    private const string Sql = "create database template_worker";

    public static async Task ExecuteAsync(string connectionString, CancellationToken cancellationToken)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false };
        await using var pool = ConnectionPool.Build(maintenance, hasSessions: true, trialAfter: TimeSpan.MaxValue);
        await using var connection = await pool.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(ExistsSql, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is true)
        {
            return;
        }

        await using var create = new NpgsqlCommand(Sql, connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is SqlState.DuplicateDatabase or SqlState.UniqueViolation)
        {
            // Owner and joiner both looked before either made it; which error it is depends on how close they were.
        }
    }
}
