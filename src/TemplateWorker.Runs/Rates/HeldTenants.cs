using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Runs.Rates;

/// <summary>The tenants that are held back by a rate.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Longest">Those that wait longest.</param>
internal sealed record HeldTenants(int Count, IReadOnlyList<(TenantId Tenant, RateHold Hold)> Longest)
{
    public static HeldTenants None { get; } = new(0, []);

    /// <summary>Counts them, and keeps the first.</summary>
    /// <param name="held">All of them.</param>
    /// <param name="most">How many are kept.</param>
    public static HeldTenants Of(IEnumerable<(TenantId Tenant, RateHold Hold)> held, int most)
    {
        var all = held.ToList();
        return new HeldTenants(all.Count, [.. all.OrderByDescending(entry => entry.Hold.Wait).Take(most)]);
    }
}
