using System.Globalization;
using TemplateWorker.Storage.Tenants;

namespace TemplateWorker.Api.Tenants;

/// <summary>Maps suspensions to answers.</summary>
internal static class SuspensionAnswers
{
    public static SuspensionAnswer One(TenantId tenant, Suspension? suspension) => new(
        tenant.ToString(), suspension is not null, suspension?.Reason, suspension?.Since, suspension?.Until);

    /// <param name="suspensions">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static SuspensionPageAnswer Page(IReadOnlyList<Suspension> suspensions, int limit) => new(
        [.. suspensions.Select(suspension => One(suspension.Tenant, suspension))], suspensions.Count == limit ? suspensions[^1].Tenant.ToString() : null);

    /// <summary>A time in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
