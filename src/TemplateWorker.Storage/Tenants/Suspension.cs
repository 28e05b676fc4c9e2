using System.Text;

namespace TemplateWorker.Storage.Tenants;

/// <summary>A tenant whose events are refused, and whose queued work waits.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Reason">For the tenant and for operators, 1 to <see cref="MaxReasonBytes"/> bytes without control characters.</param>
/// <param name="Since">When it began; set by the database.</param>
/// <param name="Until">When it ends by itself; null when it does not.</param>
public sealed record Suspension(TenantId Tenant, string Reason, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>The most bytes of a reason, in UTF-8.</summary>
    public const int MaxReasonBytes = 512;

    /// <summary>What is wrong with a reason: "must be …"; null when nothing is.</summary>
    public static string? ReasonFault(string reason) =>
        Encoding.UTF8.GetByteCount(reason) is >= 1 and <= MaxReasonBytes && !reason.Any(char.IsControl)
            ? null
            : $"must be 1 to {MaxReasonBytes} bytes of UTF-8 without control characters";
}
