using System.Text;
using System.Text.Json;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Migrations.Effects;
using TemplateWorker.Storage.Migrations.Planning;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>What <c>migrations plan</c> prints.</summary>
internal static class PlanAnswer
{
    public static MigrationsAnswer Of(IReadOnlyList<PlannedStep> steps)
    {
        var report = new PlanReport([.. steps.Select(step => new PlanItem(step.Id, step.HasCode, [.. step.Statements.Select(Statement)]))]);
        return new MigrationsAnswer(ExitCode.Done, JsonSerializer.Serialize(report, MigrationsJson.Plain.PlanReport), Text(report));
    }

    private static PlanStatement Statement(PlannedStatement statement) => new(statement.Text, [.. statement.Tables.Select(Table)]);

    private static PlanTable Table(PlannedEffect planned) => new()
    {
        Table = planned.Effect.Table,
        Lock = Name(planned.Effect.Lock),
        Creates = planned.Effect.Makes && planned.Rows is null,
        Rewrites = planned.Effect.Rewrites,
        Scans = planned.Effect.Scans,
        Rows = planned.Rows?.Rows,
        RowsExact = planned.Rows?.IsExact,
    };

    private static string Text(PlanReport report)
    {
        if (report.Pending.Count == 0)
        {
            return "nothing is pending";
        }

        var text = new StringBuilder();
        foreach (var item in report.Pending)
        {
            text.Append("-- ").Append(item.Id).Append(item.HasCode ? ": code runs between these statements" : "").Append('\n');
            foreach (var statement in item.Statements)
            {
                text.Append(statement.Sql).Append(";\n");
                foreach (var table in statement.Tables)
                {
                    text.Append("--   ").Append(Line(table)).Append('\n');
                }
            }

            text.Append('\n');
        }

        return text.Append(Summary(report)).ToString();
    }

    private static string Line(PlanTable table)
    {
        if (table.Creates)
        {
            return $"{table.Table}: new";
        }

        string?[] parts =
        [
            table.Lock,
            table.Rewrites ? "rewrites the table" : table.Scans ? "reads the whole table" : null,
            table.Table is null ? null : table.Rows is { } rows ? RowText.Of(rows, table.RowsExact == true) : "not there yet",
        ];
        return $"{table.Table ?? "a table that the statement computes"}: {string.Join(", ", parts.OfType<string>())}";
    }

    private static string Summary(PlanReport report)
    {
        var rewritten = report.Pending.SelectMany(item => item.Statements).SelectMany(statement => statement.Tables)
            .Where(table => table is { Rewrites: true, Rows: > 0 }).Select(table => table.Table).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return $"-- {Cell.Count(report.Pending.Count, "migration is", "migrations are")} pending; "
            + (rewritten.Count == 0 ? "no table with rows is rewritten" : $"rewritten: {string.Join(", ", rewritten)}");
    }

    // "AccessExclusive" is ACCESS EXCLUSIVE in PostgreSQL's manual.
    private static string Name(TableLock mode) =>
        string.Concat(mode.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{char.ToUpperInvariant(letter)}"));
}
