namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>Which actions of a tenant.</summary>
public sealed record ActionFilter
{
    /// <summary>The highest <see cref="Limit"/>, and the most of <see cref="Ids"/>.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Whose.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Only in this state; null for all.</summary>
    public ActionState? State { get; init; }

    /// <summary>Only of this type; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>Only these; null for all.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Only actions with higher ids; ids ascend by time.</summary>
    public Guid After { get; init; }

    /// <summary>The most actions, 1 to <see cref="MaxLimit"/>, those with the lowest ids.</summary>
    public int Limit { get; init; } = 100;
}
