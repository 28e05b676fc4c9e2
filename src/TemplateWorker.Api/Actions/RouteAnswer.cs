namespace TemplateWorker.Api.Actions;

/// <summary>A route of actions. Its secrets are never shown.</summary>
internal sealed record RouteAnswer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whose actions it takes; null for all tenants'.</summary>
    public required string? Tenant { get; init; }

    /// <summary>The type of actions that it takes, or the beginning of some with <c>*</c> behind it.</summary>
    public required string Type { get; init; }

    /// <summary>Where actions are posted.</summary>
    public required string Url { get; init; }

    /// <summary>Whether a second secret is valid.</summary>
    public required bool HasOldSecret { get; init; }

    /// <summary><c>strict</c> or <c>none</c>.</summary>
    public required string Order { get; init; }

    /// <summary>At most so many actions in one request.</summary>
    public required int Batch { get; init; }

    /// <summary>How long a request may take.</summary>
    public required string Timeout { get; init; }

    /// <summary>Attempts until an action is given up.</summary>
    public required int Attempts { get; init; }

    /// <summary>Requests in a second; null for no limit.</summary>
    public required int? Rate { get; init; }

    /// <summary>Requests at a time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Whether private addresses are allowed.</summary>
    public required bool AllowPrivate { get; init; }

    /// <summary>Why it takes no actions; null when it does.</summary>
    public required string? Disabled { get; init; }

    /// <summary>When it was changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A page of routes.</summary>
/// <param name="Items">By name, which is the order in which they are tried.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record RoutePageAnswer(IReadOnlyList<RouteAnswer> Items, string? NextAfter);

/// <summary>A route to store.</summary>
internal sealed record RouteBody
{
    /// <summary>Whose actions it takes, such as <c>guild:1234</c>; all tenants' when it is left out.</summary>
    public string? Tenant { get; init; }

    /// <summary>A type of actions, or the beginning of some with <c>*</c> behind it.</summary>
    public required string Type { get; init; }

    /// <summary>Where actions are posted, http or https.</summary>
    public required string Url { get; init; }

    /// <summary>Signs what is posted, 16 to 256 bytes.</summary>
    public required string Secret { get; init; }

    /// <summary>A secret that is valid beside it while the receiver changes.</summary>
    public string? OldSecret { get; init; }

    /// <summary><c>strict</c> (the default): in order per tenant and channel; or <c>none</c>.</summary>
    public string? Order { get; init; }

    /// <summary>At most so many actions in one request, 1 to 1000. Default: 1. With more, the body is an array.</summary>
    public int? Batch { get; init; }

    /// <summary>How long a request may take, 100ms to 5m. Default: 10s.</summary>
    public string? Timeout { get; init; }

    /// <summary>Attempts until an action is given up, 1 to 100. Default: 20.</summary>
    public int? Attempts { get; init; }

    /// <summary>Requests in a second, of each supervisor. Default: no limit.</summary>
    public int? Rate { get; init; }

    /// <summary>Requests at a time, of each supervisor, 1 to 1000. Default: 16.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Whether the address may be one of the machine or its network. Default: false.</summary>
    public bool? AllowPrivate { get; init; }
}
