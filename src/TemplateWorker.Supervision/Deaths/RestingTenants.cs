using System.Runtime.InteropServices;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>
/// Tenants whose immediate calls and publish checks ended workers. Their calls rest like deliveries do: from the first time when the worker
/// was killed for the call, from the third when it only died during one. Each further death doubles the rest. Thread-safe.
/// </summary>
internal sealed class RestingTenants(TimeProvider time)
{
    /// <summary>Deaths without a certain cause after which a tenant rests.</summary>
    public const int MaxUncertain = RetryPlan.MaxDeaths;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _tenants = new(StringComparer.Ordinal);

    /// <summary>A worker ended during a call of the tenant.</summary>
    /// <param name="tenant">The text form.</param>
    /// <param name="isCertain">Whether the worker was killed because of this call.</param>
    public void Note(string tenant, bool isCertain)
    {
        lock (_gate)
        {
            Forget();
            var earlier = _tenants.GetValueOrDefault(tenant).Deaths;
            var rests = isCertain || earlier + 1 >= MaxUncertain;
            _tenants[tenant] = new Entry(earlier + 1, time.GetTimestamp(), rests ? RetryPlan.Rest(earlier) : TimeSpan.Zero);
        }
    }

    /// <summary>How long the tenant still rests; zero when it does not.</summary>
    public TimeSpan Left(TenantId tenant)
    {
        lock (_gate)
        {
            return _tenants.Count > 0 && _tenants.TryGetValue(tenant.ToString(), out var entry)
                && entry.Rest - time.GetElapsedTime(entry.At) is var left && left > TimeSpan.Zero
                ? left
                : TimeSpan.Zero;
        }
    }

    private void Forget()
    {
        foreach (var (tenant, entry) in _tenants)
        {
            if (time.GetElapsedTime(entry.At) > RetryPlan.RestMemory)
            {
                _tenants.Remove(tenant);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Deaths, long At, TimeSpan Rest);
}
