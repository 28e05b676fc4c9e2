using Microsoft.Extensions.Logging;

namespace TemplateWorker.Storage.Usage;

/// <summary>
/// Warns the operator of tenants that come to use four fifths of a quota: once for each time that a tenant crosses that line, but for one
/// tenant and quota at most once in <see cref="Interval"/>, and in all at most <see cref="MaxLines"/> in it. Thread-safe.
/// </summary>
public sealed partial class QuotaWarnings(TimeProvider time, ILogger<QuotaWarnings> logger)
{
    /// <summary>Lines in one interval, of all tenants.</summary>
    public const int MaxLines = 100;

    /// <summary>How long a tenant that goes back and forth over the line is not named again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly HashSet<(TenantId Tenant, Quota Quota)> _named = [];
    private long _since = time.GetTimestamp();

    /// <summary>A tenant has crossed the line of these quotas, which are as they were before.</summary>
    public void Note(TenantId tenant, IReadOnlyList<QuotaUse> uses)
    {
        foreach (var use in uses)
        {
            if (Take(tenant, use.Quota))
            {
                Log.Neared(logger, tenant, use.Used + use.More, use.Limit, use.Name);
            }
        }
    }

    private bool Take(TenantId tenant, Quota quota)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_since) >= Interval)
            {
                _named.Clear();
                _since = time.GetTimestamp();
            }

            return _named.Count < MaxLines && _named.Add((tenant, quota));
        }
    }
}
