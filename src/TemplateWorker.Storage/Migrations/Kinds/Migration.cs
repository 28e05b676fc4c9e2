using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Kinds;

/// <summary>
/// One step of the schema. It is applied once per database, in one transaction with its row in the journal, and never
/// changes after it was released: what was wrong is put right by a later one.
/// </summary>
/// <param name="id">Names the migration in the journal, for ever: lower case, digits and underscores.</param>
/// <param name="sql">Its statements, separated by semicolons: what the checksum is made of, and what a plan shows.</param>
internal abstract class Migration(string id, string sql)
{
    /// <summary>The name in the journal.</summary>
    public string Id { get; } = id;

    /// <summary>The statements as written.</summary>
    protected string Written { get; } = sql;

    /// <summary>The statements, in their order. Code that runs between them is not part of them.</summary>
    public IReadOnlyList<SqlStatement> Statements { get; } = SqlStatement.Split(sql);

    /// <summary>The checksum of the statements, which the journal records.</summary>
    public string Checksum => field ??= StatementChecksum.Of(Statements);

    /// <summary>Changes the schema. Whatever it throws undoes all of it.</summary>
    public abstract Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken);
}
