namespace TemplateWorker.Api.Access;

/// <summary>Who sends a request.</summary>
/// <param name="Name">What logs call it.</param>
/// <param name="Tenant">The one tenant it may reach; null for one that may do everything.</param>
internal sealed record Caller(string Name, TenantId? Tenant)
{
    /// <summary>Whoever reaches a server that has no tokens.</summary>
    public static readonly Caller Anyone = new("anyone", null);

    public bool IsAdmin => Tenant is null;
}
