namespace TemplateWorker.Storage.TenantState;

/// <summary>The one record that each tenant has beside its keys.</summary>
public sealed record TenantStateRecord
{
    /// <summary>The state of a tenant without a row: empty data, no events, not banned.</summary>
    public static TenantStateRecord Absent { get; } = new() { DataJson = "{}", Events = [], Banned = false, Version = null };

    /// <summary>The tenant's own data as JSON text.</summary>
    public required string DataJson { get; init; }

    /// <summary>Event names that the product keeps for the tenant; templates read them.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whether the tenant's events are refused.</summary>
    public required bool Banned { get; init; }

    /// <summary>The row's <c>xmin</c>, for comparing within seconds; null when there is no row.</summary>
    public required uint? Version { get; init; }
}
