using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>
/// Makes the journal, or takes over one that has the first two columns only. It has a transaction of its own: adding a
/// column locks the journal against readers, and a migration may take long.
/// </summary>
internal static class PrepareJournal
{
    private const string IsReadySql = """
        select exists (select from pg_attribute where attrelid = to_regclass('_migrations_applied') and attname = 'duration_ms')
        """;

    private const string Sql = """
        set local lock_timeout = '1s';
        create table if not exists _migrations_applied (
            id text primary key,
            applied_at timestamptz not null default now()
        );
        alter table _migrations_applied add column if not exists duration_ms bigint;
        comment on column _migrations_applied.duration_ms is 'Milliseconds the migration took; null where another program applied it.'
        """;

    /// <returns>Whether something had to be made.</returns>
    public static async Task<bool> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var isReady = new NpgsqlCommand(IsReadySql, connection);
        if (await isReady.ExecuteScalarAsync(cancellationToken) is true)
        {
            return false;
        }

        await using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }
}
