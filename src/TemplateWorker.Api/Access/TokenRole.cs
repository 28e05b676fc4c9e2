namespace TemplateWorker.Api.Access;

/// <summary>What the bearer of a token may do.</summary>
internal enum TokenRole
{
    /// <summary>Everything, for every tenant.</summary>
    Admin,

    /// <summary>What belongs to one tenant.</summary>
    Tenant,
}
