using TemplateWorker.Storage.Migrations.Effects;

namespace TemplateWorker.Storage.Migrations.Planning;

/// <summary>A migration that will be applied.</summary>
/// <param name="Id">Its name.</param>
/// <param name="HasCode">Whether code runs between its statements, as for rewriting values.</param>
/// <param name="Statements">Its statements, in their order.</param>
internal sealed record PlannedStep(string Id, bool HasCode, IReadOnlyList<PlannedStatement> Statements);

/// <summary>A statement that will run.</summary>
/// <param name="Text">As written.</param>
/// <param name="Tables">What it does to tables.</param>
internal sealed record PlannedStatement(string Text, IReadOnlyList<PlannedEffect> Tables);

/// <summary>What a statement will do to a table.</summary>
/// <param name="Effect">Lock and work.</param>
/// <param name="Rows">The rows of today; null when there is no such table yet.</param>
internal sealed record PlannedEffect(StatementEffect Effect, RowCount? Rows);
