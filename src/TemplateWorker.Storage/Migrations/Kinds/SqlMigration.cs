namespace TemplateWorker.Storage.Migrations.Kinds;

/// <summary>A migration that is nothing but SQL statements, separated by semicolons.</summary>
internal abstract class SqlMigration(string id, string sql, string? down = null) : Migration(id, sql, down)
{
    public sealed override Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken) =>
        session.ExecuteAsync(Written, cancellationToken);
}
