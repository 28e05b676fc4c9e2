using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Kinds;

/// <summary>
/// One step of the schema. It is applied once per database, in one transaction with its row in the journal, and never
/// changes after it was released: what was wrong is put right by a later one.
/// </summary>
/// <param name="id">Names the migration in the journal, for ever: lower case, digits and underscores.</param>
/// <param name="sql">Its statements, separated by semicolons: what the checksum is made of, and what a plan shows.</param>
/// <param name="down">The statements that undo it; empty when nothing is to be done, null when it cannot be undone.</param>
internal abstract class Migration(string id, string sql, string? down = null)
{
    /// <summary>The name in the journal.</summary>
    public string Id { get; } = id;

    /// <summary>The statements as written.</summary>
    protected string Written { get; } = sql;

    /// <summary>The statements, in their order. Code that runs between them is not part of them.</summary>
    public IReadOnlyList<SqlStatement> Statements { get; } = SqlStatement.Split(sql);

    /// <summary>The statements that undo it; null when it cannot be undone.</summary>
    public IReadOnlyList<SqlStatement>? DownStatements { get; } = down is null ? null : SqlStatement.Split(down);

    /// <summary>The checksum of the statements, which the journal records.</summary>
    public string Checksum => field ??= StatementChecksum.Of(Statements);

    /// <summary>Why it cannot be undone, as a sentence; null when it can.</summary>
    public virtual string? Irreversible => null;

    /// <summary>What undoing it leaves changed or loses beside rows and columns that are dropped, as a sentence; null for nothing.</summary>
    public virtual string? LeavesBehind => null;

    /// <summary>Changes the schema. Whatever it throws undoes all of it.</summary>
    public abstract Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken);

    /// <summary>Changes the schema back.</summary>
    /// <exception cref="InvalidOperationException">It cannot be undone.</exception>
    public virtual Task UndoAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var statements = DownStatements ?? throw new InvalidOperationException($"{Id} cannot be undone.");
        return statements.Count == 0 ? Task.CompletedTask : session.ExecuteAsync(down!, cancellationToken);
    }
}
