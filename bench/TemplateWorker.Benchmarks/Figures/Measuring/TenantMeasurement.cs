using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Results;

namespace TemplateWorker.Benchmarks.Figures.Measuring;

/// <summary>Figure e: sends every tenant its first event, one after the other.</summary>
internal static class TenantMeasurement
{
    /// <param name="plan">One event for each tenant.</param>
    /// <param name="workers">The workers' process numbers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<TenantFigures> RunAsync(LoadPlan plan, IReadOnlyList<int> workers, CancellationToken cancellationToken)
    {
        var before = ResidentMemory.Of(workers);
        var latencies = await OneByOne.RunAsync(plan, cancellationToken);
        var after = ResidentMemory.Of(workers);
        latencies.Sort();
        var tenants = plan.Requests.Count;
        return new TenantFigures
        {
            Tenants = tenants,
            ColdStart = LatencyFigures.Of(latencies),
            ResidentBytesPerTenant = (double)after.Resident / tenants,
            ProportionalBytesPerTenant = (double)after.Proportional / tenants,
            AddedBytesPerTenant = (double)(after.Resident - before.Resident) / tenants,
        };
    }
}
