using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Tries to become the one runner in this database, until the transaction ends.</summary>
internal static class TakeRunnerLock
{
    // The first eight bytes of SHA-256 over "template-worker migrations": a key that no other program uses by accident.
    private const string Sql = "select pg_try_advisory_xact_lock(8857624322354031702)";

    public static async Task<bool> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
