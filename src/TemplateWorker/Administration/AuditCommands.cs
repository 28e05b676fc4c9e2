using System.Runtime.CompilerServices;
using System.Text.Json;
using TemplateWorker.Api.Audit;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Administration;

/// <summary>Lists and exports the audit log.</summary>
internal sealed class AuditCommands(AuditLog log)
{
    private static readonly string[] Columns = ["at", "actor", "origin", "action", "tenant", "subject", "before", "after"];

    public async Task<Report> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        var page = AuditAnswers.Page(await log.ListAsync(filter, cancellationToken), filter.Limit);
        var table = TextTable.Of(Columns, page.Items.Select(Row));
        return new Report.Done(JsonSerializer.Serialize(page, AuditJson.Default.AuditPageAnswer), Page.Of(table, page.Items.Count, page.NextAfter));
    }

    /// <summary>All lines that match, page by page, as comma-separated values.</summary>
    public Report Export(AuditFilter filter, CancellationToken cancellationToken) => new Report.Lines(ExportAsync(filter, cancellationToken));

    private static string?[] Row(AuditItem item) =>
        [Cell.Of(item.At), item.Actor, item.Origin, item.Action, item.Tenant, item.Subject, item.Before?.Text, item.After?.Text];

    private async IAsyncEnumerable<string> ExportAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return CsvLine.Of(Columns);
        IReadOnlyList<AuditRecord> page;
        do
        {
            page = await log.ListAsync(filter, cancellationToken);
            foreach (var item in AuditAnswers.Page(page, filter.Limit).Items)
            {
                yield return CsvLine.Of(Row(item));
            }

            filter = page.Count == 0 ? filter : filter with { After = new AuditCursor(page[^1].At, page[^1].Id) };
        }
        while (page.Count == filter.Limit);
    }
}
