namespace TemplateWorker.Storage.Migrations.Effects;

/// <summary>What a statement does to a table.</summary>
/// <param name="Table">Its name; null where the name is computed as the statement runs.</param>
/// <param name="Lock">The strongest lock that it takes.</param>
internal sealed record StatementEffect(string? Table, TableLock Lock)
{
    /// <summary>Whether it makes the table, unless it is there already.</summary>
    public bool Makes { get; init; }

    /// <summary>Whether it writes all rows anew, and so takes longer the more there are.</summary>
    public bool Rewrites { get; init; }

    /// <summary>Whether it reads all rows under the lock, as for an index or a check.</summary>
    public bool Scans { get; init; }
}
