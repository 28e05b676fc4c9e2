using TemplateWorker.Storage.Migrations.Planning;

namespace TemplateWorker.Storage.Migrations.Undoing;

/// <summary>A migration that will be undone.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Losses">The tables and columns that go with what is in them.</param>
/// <param name="LeavesBehind">What stays changed or is lost besides, as a sentence; null for nothing.</param>
internal sealed record UndoneStep(string Id, IReadOnlyList<LostRows> Losses, string? LeavesBehind);

/// <summary>What is lost with a table or a column.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null for the table as a whole.</param>
/// <param name="Rows">The rows that it has, or that have a value there.</param>
internal sealed record LostRows(string Table, string? Column, RowCount Rows);
