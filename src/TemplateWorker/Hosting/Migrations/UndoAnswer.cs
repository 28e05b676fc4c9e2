using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Undoing;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>Says what <c>migrations down</c> would lose, and does it when that was confirmed.</summary>
internal static class UndoAnswer
{
    public static async Task<MigrationsAnswer> RunAsync(ConfiguredRun run, Database database, UndoMigrations command)
    {
        var plan = await new MigrationUndo(database, TimeProvider.System).PlanAsync(command.Id, run.Signals.Stop);
        if (command.IsConfirmed)
        {
            await new SchemaUpgrade(database, run.Loggers.CreateLogger<SchemaUpgrade>(), TimeProvider.System).UndoAsync(command.Id, run.Signals.Stop);
        }

        var report = new UndoReport(command.IsConfirmed, [.. plan.Select(Item)]);
        return new MigrationsAnswer(
            command.IsConfirmed ? ExitCode.Done : ExitCode.Failed,
            JsonSerializer.Serialize(report, MigrationsJson.Plain.UndoReport),
            string.Join('\n', Lines(report)));
    }

    private static UndoItem Item(UndoneStep step) =>
        new(step.Id, [.. step.Losses.Select(loss => new UndoLoss(loss.Table, loss.Column, loss.Rows.Rows, loss.Rows.IsExact))], step.LeavesBehind);

    private static IEnumerable<string> Lines(UndoReport report)
    {
        foreach (var item in report.Migrations)
        {
            var losses = item.Lost.Select(Loss).ToList();
            yield return $"{item.Id}: {(losses.Count == 0 ? "no rows are lost" : $"lost: {string.Join(", ", losses)}")}";
            if (item.LeavesBehind is { } rest)
            {
                yield return $"  {rest}";
            }
        }

        yield return report.Undone
            ? $"{Cell.Count(report.Migrations.Count, "migration was", "migrations were")} undone. A supervisor of this version applies them again when it starts (migrations.on_start)"
            : $"Nothing was changed. Take a backup; then --yes undoes {(report.Migrations.Count == 1 ? "this migration" : $"these {Cell.Of(report.Migrations.Count)} migrations")}";
    }

    private static string Loss(UndoLoss loss) =>
        $"{(loss.Column is null ? $"table {loss.Table}" : $"column {loss.Column} of {loss.Table}")} ({RowText.Of(loss.Rows, loss.RowsExact)})";
}

/// <summary>What is undone, or would be.</summary>
/// <param name="Undone">Whether it was done.</param>
/// <param name="Migrations">Newest first.</param>
internal sealed record UndoReport(bool Undone, IReadOnlyList<UndoItem> Migrations);

/// <summary>A migration that is undone.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Lost">Tables and columns that go with what is in them.</param>
/// <param name="LeavesBehind">What stays changed besides; null for nothing.</param>
internal sealed record UndoItem(string Id, IReadOnlyList<UndoLoss> Lost, string? LeavesBehind);

/// <summary>What is lost.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null for all of the table.</param>
/// <param name="Rows">Its rows before, or those with a value there.</param>
/// <param name="RowsExact">Whether they were counted; otherwise they are the server's estimate.</param>
internal sealed record UndoLoss(string Table, string? Column, long Rows, bool RowsExact);
