namespace TemplateWorker.Api.Tenants;

/// <summary>Whether a tenant is suspended.</summary>
/// <param name="Tenant">As <c>owner_type:owner_id</c>.</param>
/// <param name="Suspended">Whether its events are refused, and its queued work waits.</param>
/// <param name="Reason">Why; null when it is not.</param>
/// <param name="Since">Since when; null when it is not.</param>
/// <param name="Until">When it ends by itself; null when it does not.</param>
internal sealed record SuspensionAnswer(string Tenant, bool Suspended, string? Reason, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>A page of the tenants that are suspended.</summary>
/// <param name="Items">By tenant.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record SuspensionPageAnswer(IReadOnlyList<SuspensionAnswer> Items, string? NextAfter);

/// <summary>A suspension.</summary>
internal sealed record SuspensionBody
{
    /// <summary>Why, for the tenant and for operators: 1 to 512 bytes without control characters.</summary>
    public required string Reason { get; init; }

    /// <summary>When it ends by itself, as in RFC 3339; it does not when it is left out.</summary>
    public string? Until { get; init; }
}
