namespace TemplateWorker.Storage.Migrations;

/// <summary>How a database's journal compares with the migrations of this binary.</summary>
/// <param name="Applied">In the journal, in the order of this binary's list.</param>
/// <param name="Pending">Not in the journal yet, in the order in which they will be applied.</param>
/// <param name="Unknown">In the journal, but not known to this binary: the database was changed by a newer or another one.</param>
public sealed record MigrationStatus(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown)
{
    /// <summary>The first migration that is in the journal although one before it is not; mostly null.</summary>
    internal string? Misplaced { get; init; }

    /// <summary>Applied, but by other statements than those of this binary.</summary>
    internal IReadOnlyList<string> Drifted { get; init; } = [];

    /// <summary>Whether this binary can work on the database as it is.</summary>
    public bool IsCurrent => Pending.Count == 0 && Unknown.Count == 0;
}
