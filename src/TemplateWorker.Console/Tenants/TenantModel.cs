using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Console.Tenants;

/// <summary>What there is of a tenant.</summary>
internal sealed record TenantModel
{
    public required TenantId Tenant { get; init; }

    /// <summary>Whether its events are refused.</summary>
    public required bool IsBanned { get; init; }

    /// <summary>What it keeps.</summary>
    public required TenantUsage Usage { get; init; }

    /// <summary>The same beside its limits.</summary>
    public required IReadOnlyList<QuotaUse> Quotas { get; init; }

    public required IReadOnlyList<TemplateSummary> Templates { get; init; }

    public required TenantLanes Lanes { get; init; }

    /// <summary>At most <see cref="TenantPages.MostSchedules"/>.</summary>
    public required IReadOnlyList<ScheduleRecord> Schedules { get; init; }
}

/// <summary>A template of a tenant.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Details">What is known of it.</param>
internal sealed record TemplateModel(TenantId Tenant, TemplateDetails Details);
