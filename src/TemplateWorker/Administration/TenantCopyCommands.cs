using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.TenantCopies;

namespace TemplateWorker.Administration;

/// <summary>Exports, imports and deletes a tenant.</summary>
internal sealed class TenantCopyCommands(Database database, AuditLog audit, Actor by, LimitOptions limits, TimeProvider time)
{
    private static readonly string[] Columns = ["table", "rows"];

    /// <summary>Beside the time of a run, for its commit.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public async Task<Report> ExportAsync(TenantId tenant, string file, CancellationToken cancellationToken)
    {
        await RecordAsync("tenants.export", tenant, null, cancellationToken);
        return Done(tenant, "exported", await new TenantExport(database).RunAsync(tenant, file, ThisProgram.Version, time, cancellationToken));
    }

    public async Task<Report> ImportAsync(string file, TenantId? other, CancellationToken cancellationToken)
    {
        var imported = await new TenantImport(database).RunAsync(file, other, cancellationToken);
        await RecordAsync("tenants.import", imported.Tenant, imported.Rows.Values.Sum(), cancellationToken);
        return Done(imported.Tenant, "imported", imported.Rows);
    }

    public async Task<Report> DeleteAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await RecordAsync("tenants.delete", tenant, null, cancellationToken);
        return Done(tenant, "deleted", await new TenantDeletion(database).RunAsync(tenant, limits.For(tenant).WallTime + Margin, time, cancellationToken));
    }

    private static Report.Done Done(TenantId tenant, string what, IReadOnlyDictionary<string, long> rows)
    {
        var answer = new TenantCopyAnswer(tenant.ToString(), what, rows);
        var text = rows.Count == 0
            ? $"{tenant} has nothing"
            : $"{tenant} {what}\n{TextTable.Of(Columns, rows.Select(table => (string?[])[table.Key, Cell.Of(table.Value)]))}";
        return new Report.Done(JsonSerializer.Serialize(answer, TenantCopyJson.Default.TenantCopyAnswer), text);
    }

    private Task RecordAsync(string action, TenantId tenant, long? rows, CancellationToken cancellationToken) => audit.RecordAsync(
        by,
        new AuditEntry { Action = action, Tenant = tenant, After = rows is null ? null : new JsonObject { ["rows"] = rows } },
        cancellationToken);
}

/// <summary>What was copied or removed.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Outcome"><c>exported</c>, <c>imported</c> or <c>deleted</c>.</param>
/// <param name="Rows">The rows of each table that has some.</param>
internal sealed record TenantCopyAnswer(string Tenant, string Outcome, IReadOnlyDictionary<string, long> Rows);

/// <summary>The JSON of the answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(TenantCopyAnswer))]
internal sealed partial class TenantCopyJson : JsonSerializerContext;
