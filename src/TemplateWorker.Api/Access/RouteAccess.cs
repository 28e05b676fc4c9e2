namespace TemplateWorker.Api.Access;

/// <summary>Who may use a route.</summary>
internal enum RouteAccess
{
    /// <summary>Everybody, without a token.</summary>
    Open,

    /// <summary>Admins, and the tenant that the path names.</summary>
    Tenant,

    /// <summary>Admins.</summary>
    Admin,
}
