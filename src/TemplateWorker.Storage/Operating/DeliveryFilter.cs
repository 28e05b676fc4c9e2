namespace TemplateWorker.Storage.Operating;

/// <summary>Selects deliveries of one tenant; what is null selects all.</summary>
public sealed record DeliveryFilter
{
    /// <summary>The most deliveries of one page or action.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Whose they are.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Those of one lane.</summary>
    public string? Template { get; init; }

    /// <summary>Those in one state.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Those of events of one name.</summary>
    public string? EventName { get; init; }

    /// <summary>Those whose last attempt failed for a reason, such as <c>CpuLimit</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Those with these ids; at most <see cref="MaxLimit"/>.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Those with a greater id: the last of the page before.</summary>
    public long? After { get; init; }

    /// <summary>The most of them, by ascending id: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
