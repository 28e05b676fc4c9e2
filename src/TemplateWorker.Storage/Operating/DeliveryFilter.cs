namespace TemplateWorker.Storage.Operating;

/// <summary>Selects deliveries of one tenant; what is null selects all.</summary>
public sealed record DeliveryFilter
{
    /// <summary>The most deliveries of one page or action.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Only those of one lane.</summary>
    public string? Template { get; init; }

    /// <summary>Only those in one state.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Only those of events with this name.</summary>
    public string? EventName { get; init; }

    /// <summary>Only those whose last attempt failed for this reason, such as <c>CpuLimit</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Only those with these ids; at most <see cref="MaxLimit"/>.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Only those with a greater id: the last id of the previous page.</summary>
    public long? After { get; init; }

    /// <summary>The most of them, by ascending id: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
