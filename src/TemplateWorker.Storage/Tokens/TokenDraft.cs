namespace TemplateWorker.Storage.Tokens;

/// <summary>A token to issue.</summary>
/// <param name="Name">1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
/// <param name="Role">The rights of its bearer.</param>
/// <param name="Tenant">Needed for a role that has one, and null for the others.</param>
/// <param name="ValidFor">How long it is valid, 1 min to 10 years; null for no end.</param>
public sealed record TokenDraft(string Name, TokenRole Role, TenantId? Tenant, TimeSpan? ValidFor)
{
    /// <summary>The shortest <see cref="ValidFor"/>.</summary>
    public static readonly TimeSpan ShortestValidity = TimeSpan.FromMinutes(1);

    /// <summary>The longest <see cref="ValidFor"/>.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(3_650);

    /// <summary>How long a token that is replaced stays valid beside the new one, when nothing else is said.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(1);

    /// <summary>The longest time for which a token that is replaced stays valid.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(90);

    /// <summary>How a role and a tenant contradict each other: "must be …"; null when they do not.</summary>
    public string? TenantFault => (Role.HasTenant(), Tenant) switch
    {
        (true, null) => $"must be there for the role {Role.Word()}",
        (false, not null) => $"must not be there for the role {Role.Word()}, which is valid for every tenant",
        _ => null,
    };
}
