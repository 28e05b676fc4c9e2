using System.Text.Json;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Administration;

/// <summary>Shows what a tenant keeps.</summary>
internal sealed class UsageCommands(UsageStore store, LimitOptions limits)
{
    private static readonly string[] QuotaColumns = ["quota", "used", "limit", "percent", "state"];
    private static readonly string[] KeptColumns = ["kept", "rows", "bytes"];

    public async Task<Report> ShowAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var held = limits.For(tenant);
        var answer = UsageAnswers.Of(await store.ReadAsync(tenant, held, cancellationToken), held);
        var counted = answer.CountedAt is { } time
            ? $"keys counted {Cell.Of(time)}, and all changes since"
            : "keys not counted yet; a supervisor does it within minutes";
        var text = string.Join(
            "\n\n", TextTable.Of(QuotaColumns, answer.Quotas.Select(Row)), TextTable.Of(KeptColumns, answer.Kept.Select(Row)), counted);
        return new Report.Done(JsonSerializer.Serialize(answer, TenantsJson.Default.UsageAnswer), text);
    }

    private static string?[] Row(QuotaItem item) =>
        [item.Quota, Cell.Of(item.Used), Cell.Of(item.Limit), Cell.Of(item.Percent), item.Used > item.Limit ? "exceeded" : item.Near ? "near" : "ok"];

    private static string?[] Row(KeptItem item) => [item.What, $"{Cell.Of(item.Rows)}{(item.AtLeast ? " or more" : "")}", Cell.Of(item.Bytes)];
}
