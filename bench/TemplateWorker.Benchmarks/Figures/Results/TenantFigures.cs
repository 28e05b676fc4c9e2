namespace TemplateWorker.Benchmarks.Figures.Results;

/// <summary>What a tenant costs that was not there before.</summary>
internal sealed record TenantFigures
{
    public required int Tenants { get; init; }

    /// <summary>The first event of a tenant, one at a time: heap, context, template from the database, run, commit, and the way there and back.</summary>
    public required LatencyFigures ColdStart { get; init; }

    /// <summary>Resident memory of all workers with all tenants warm, divided by the tenants.</summary>
    public required double ResidentBytesPerTenant { get; init; }

    /// <summary>The same with what the worker processes share counted once.</summary>
    public required double ProportionalBytesPerTenant { get; init; }

    /// <summary>What the tenants added to the resident memory, divided by the tenants.</summary>
    public required double AddedBytesPerTenant { get; init; }

    /// <summary>Resident memory of all workers after the loads, divided by the tenants; null when there were no loads.</summary>
    public double? ResidentBytesPerTenantAfterLoad { get; init; }
}
