namespace TemplateWorker.Hosting.Migrations;

/// <summary>Where the journal and this program differ.</summary>
/// <param name="Agrees">Whether no migration has drifted and none is unknown.</param>
/// <param name="Drifted">The migrations that were applied by other statements.</param>
/// <param name="Unknown">Migrations in the journal that this program does not have.</param>
/// <param name="Unrecorded">Applied migrations whose statements the journal does not have.</param>
internal sealed record VerifyReport(bool Agrees, IReadOnlyList<DriftItem> Drifted, IReadOnlyList<string> Unknown, IReadOnlyList<string> Unrecorded);

/// <summary>A migration that was applied by other statements.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Statements">Those that differ.</param>
internal sealed record DriftItem(string Id, IReadOnlyList<DriftedStatement> Statements);

/// <summary>A statement that differs.</summary>
/// <param name="Position">Its place in the migration, from 1.</param>
/// <param name="Applied">What was applied, without comments and white space; null when it was not there.</param>
/// <param name="Known">What this program has; null when it has none.</param>
internal sealed record DriftedStatement(int Position, string? Applied, string? Known);

/// <summary>What was recorded anew.</summary>
/// <param name="Drifted">Migrations that had drifted.</param>
/// <param name="Unrecorded">Migrations of which no statements were recorded.</param>
internal sealed record RepairReport(IReadOnlyList<string> Drifted, IReadOnlyList<string> Unrecorded);
