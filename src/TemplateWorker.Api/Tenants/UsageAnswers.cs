using TemplateWorker.Storage;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Api.Tenants;

/// <summary>Maps what a tenant keeps to its answer.</summary>
internal static class UsageAnswers
{
    public static UsageAnswer Of(TenantUsage usage, TenantLimits limits) => new(
        [.. usage.Quotas(limits).Select(Item)],
        [
            // All of them are counted.
            new KeptItem("template_versions", usage.TemplateVersions.Entries, usage.TemplateVersions.Bytes, AtLeast: false),
            Item("delayed_deliveries", usage.Delayed),
            Item("idempotency_keys", usage.IdempotencyKeys),
            Item("history_of_day", usage.HistoryOfDay),
            Item("logs_of_day", usage.LogsOfDay),
            Item("results", usage.Results),
            Item("dead_actions", usage.DeadActions),
        ],
        usage.CountedAt);

    private static QuotaItem Item(QuotaUse use) =>
        new(use.Name, use.Used, use.Limit, use.Limit == 0 ? 0 : (long)(100m * use.Used / use.Limit), use.IsNear);

    private static KeptItem Item(string what, KeptRows rows) => new(what, rows.Entries, rows.Bytes, rows.Entries == KeptRows.Most);
}
