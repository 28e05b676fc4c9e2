using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Access;

/// <summary>One bearer token of the HTTP API.</summary>
internal sealed record TokenOptions
{
    /// <summary>The bearer's name in logs: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. Unique.</summary>
    public required string Name { get; init; }

    /// <summary>The rights of its bearer.</summary>
    public required TokenRole Role { get; init; }

    /// <summary>The one tenant of a token whose role has one; null for the others.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>The token: 16 to 512 characters that a bearer token may hold (RFC 6750, section 2.1). Unique.</summary>
    public required Secret Token { get; init; }
}
