using Npgsql;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Schema;

/// <summary>The schema that migrations make on this very server.</summary>
/// <remarks>
/// They are applied in a schema of their own, in a transaction that is undone. So each version of PostgreSQL is compared with itself, and
/// nothing has to be said about how it spells an expression.
/// </remarks>
internal static class ExpectedSchema
{
    private const string CreateSql = """
        create schema template_worker_expected;
        set local search_path = template_worker_expected
        """;

    /// <summary>Makes the schema, reads it, and undoes all. The connection must not be in a transaction.</summary>
    /// <exception cref="PostgresException">The role may not make schemas in this database.</exception>
    public static async Task<IReadOnlyList<SchemaPart>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var session = new MigrationSession(connection);
        await session.ExecuteAsync(CreateSql, cancellationToken);
        foreach (var migration in migrations)
        {
            await migration.ApplyAsync(session, cancellationToken);
        }

        var expected = await ReadSchema.ExecuteAsync(connection, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        return expected;
    }
}
