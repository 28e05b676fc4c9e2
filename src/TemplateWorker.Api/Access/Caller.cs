namespace TemplateWorker.Api.Access;

/// <summary>The sender of a request.</summary>
/// <param name="Name">The caller's name in logs.</param>
/// <param name="Tenant">The only tenant that the caller may use; null for an admin.</param>
internal sealed record Caller(string Name, TenantId? Tenant)
{
    /// <summary>Any caller of a server without tokens.</summary>
    public static readonly Caller Anyone = new("anyone", null);

    public bool IsAdmin => Tenant is null;
}

/// <summary>The access rule of a route.</summary>
internal enum RouteAccess
{
    /// <summary>No token is needed.</summary>
    Open,

    /// <summary>Admins, and the tenant that the path names.</summary>
    Tenant,

    /// <summary>Admins.</summary>
    Admin,
}
