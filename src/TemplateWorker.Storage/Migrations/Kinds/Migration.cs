namespace TemplateWorker.Storage.Migrations.Kinds;

/// <summary>
/// One step of the schema. It is applied once per database, in one transaction with its row in the journal, and never
/// changes after it was released: what was wrong is put right by a later one.
/// </summary>
/// <param name="id">Names the migration in the journal, for ever: lower case, digits and underscores.</param>
internal abstract class Migration(string id)
{
    /// <summary>The name in the journal.</summary>
    public string Id { get; } = id;

    /// <summary>Changes the schema. Whatever it throws undoes all of it.</summary>
    public abstract Task ApplyAsync(MigrationSession session, CancellationToken cancellationToken);
}
