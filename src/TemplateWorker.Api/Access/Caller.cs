namespace TemplateWorker.Api.Access;

/// <summary>Who sends a request.</summary>
/// <param name="Name">What logs call it.</param>
/// <param name="Tenant">The one tenant it may reach; null for one that may do everything.</param>
internal sealed record Caller(string Name, TenantId? Tenant)
{
    /// <summary>Any caller of a server without tokens.</summary>
    public static readonly Caller Anyone = new("anyone", null);

    public bool IsAdmin => Tenant is null;
}

/// <summary>Who may use a route.</summary>
internal enum RouteAccess
{
    /// <summary>No token is needed.</summary>
    Open,

    /// <summary>Admins, and the tenant that the path names.</summary>
    Tenant,

    /// <summary>Admins.</summary>
    Admin,
}
