using System.Globalization;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Tenants by where they run.</summary>
internal static class Tenants
{
    private static readonly SlotMap OfTwo = new(2);

    /// <summary>The tenants that have this worker when there are two, without an end.</summary>
    public static IEnumerable<string> OfWorker(int number) => Enumerable.Range(0, int.MaxValue)
        .Select(id => new TenantId("shop", id.ToString(CultureInfo.InvariantCulture)))
        .Where(tenant => OfTwo.WorkerOf(tenant) == number)
        .Select(tenant => tenant.ToString());

    /// <summary>Whether a tenant has this worker when there are two.</summary>
    public static bool IsOfWorker(int number, string tenant) => TenantId.TryParse(tenant, out var id) && OfTwo.WorkerOf(id) == number;
}
