using System.Runtime.InteropServices;

namespace TemplateWorker.Runs.Rates;

/// <summary>A tenant that has run lately.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ThreadTime">How long its runs had a script thread in the last minute, computing or waiting for the database.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TenantTime(TenantId Tenant, TimeSpan ThreadTime)
{
    /// <summary>Those that used the most, the first first; those that used nothing are left out.</summary>
    /// <param name="all">Any number.</param>
    /// <param name="most">How many are kept.</param>
    public static IReadOnlyList<TenantTime> First(IEnumerable<TenantTime> all, int most)
    {
        var first = new PriorityQueue<TenantTime, TimeSpan>(most + 1);
        foreach (var tenant in all.Where(tenant => tenant.ThreadTime > TimeSpan.Zero))
        {
            first.Enqueue(tenant, tenant.ThreadTime);
            if (first.Count > most)
            {
                first.Dequeue();
            }
        }

        return [.. first.UnorderedItems.Select(item => item.Element).OrderByDescending(tenant => tenant.ThreadTime)];
    }
}
