namespace TemplateWorker.Storage.Usage;

/// <summary>Selects tenants that have templates, keys or dead letters, or had them; in the order of type and id.</summary>
public sealed record TenantSearch
{
    /// <summary>The most tenants of one page.</summary>
    public const int MaxLimit = 200;

    /// <summary>Only those of one kind of owner; null for all.</summary>
    public string? OwnerType { get; init; }

    /// <summary>Only those whose id starts with this text; empty for all.</summary>
    public string IdPrefix { get; init; } = string.Empty;

    /// <summary>Only those behind this one, the last one of the page before; null for the first page.</summary>
    public TenantId? After { get; init; }

    /// <summary>The most of them: 1 to <see cref="MaxLimit"/>. As many mean that there may be more.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A tenant that was found.</summary>
/// <param name="Tenant">Its name.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="DeadLetters">Its deliveries that were given up.</param>
public sealed record FoundTenant(TenantId Tenant, KeptRows Keys, KeptRows DeadLetters);
