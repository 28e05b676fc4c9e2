using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>
/// Makes the journal, or takes over one that has the first two columns, or some of the others. It has a transaction of its own: adding a
/// column locks the journal against readers, and a migration may take long.
/// </summary>
/// <remarks>All columns but the first two are nullable, so that programs that do not know them can write rows.</remarks>
internal static class PrepareJournal
{
    // The last column is made by the same transaction as the others.
    private const string IsReadySql = """
        select exists (select from pg_attribute where attrelid = to_regclass('_migrations_applied') and attname = 'statements')
        """;

    private const string Sql = """
        set local lock_timeout = '1s';
        create table if not exists _migrations_applied (
            id text primary key,
            applied_at timestamptz not null default now()
        );
        alter table _migrations_applied
            add column if not exists duration_ms bigint,
            add column if not exists program_version text,
            add column if not exists host text,
            add column if not exists checksum text,
            add column if not exists statements text[];
        comment on column _migrations_applied.duration_ms is 'Milliseconds the migration took; null where another program applied it.';
        comment on column _migrations_applied.program_version is 'Version of the program that applied the migration; null before versions were recorded.';
        comment on column _migrations_applied.host is 'Machine or container on which that program ran.';
        comment on column _migrations_applied.checksum is 'Checksum of the statements without comments and white space.';
        comment on column _migrations_applied.statements is 'The statements without comments and white space, to name those that differ.'
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
