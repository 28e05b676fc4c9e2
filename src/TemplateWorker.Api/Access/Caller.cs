using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Access;

/// <summary>The sender of a request.</summary>
/// <param name="Name">The caller's name in logs.</param>
/// <param name="Role">The rights of its token.</param>
/// <param name="Tenant">The only tenant that the caller may use; null for all.</param>
internal sealed record Caller(string Name, TokenRole Role, TenantId? Tenant)
{
    /// <summary>Any caller of a server without tokens.</summary>
    public static readonly Caller Anyone = new("anyone", TokenRole.Admin, null);

    /// <summary>The prefix of an issued token; null for one of the configuration.</summary>
    public string? Prefix { get; init; }

    /// <summary>The caller's name in the audit log.</summary>
    public string Audited => ReferenceEquals(this, Anyone) ? "anyone, without a token"
        : Prefix is null ? $"config token '{Name}'"
        : $"token {Prefix} '{Name}'";
}

/// <summary>The access rule of a route.</summary>
internal enum RouteAccess
{
    /// <summary>No token is needed.</summary>
    Open,

    /// <summary>Admins and, to read, operators; and the tenant that the path names.</summary>
    Tenant,

    /// <summary>Admins and, to read, operators.</summary>
    Admin,
}

/// <summary>What a route does.</summary>
internal enum RouteUse
{
    /// <summary>It only reads: <c>GET</c>.</summary>
    Read,

    /// <summary>It may change something.</summary>
    Change,
}
