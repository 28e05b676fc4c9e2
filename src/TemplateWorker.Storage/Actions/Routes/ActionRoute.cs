namespace TemplateWorker.Storage.Actions.Routes;

/// <summary>Pushes actions to an address.</summary>
public sealed record ActionRoute
{
    /// <summary>Its name, 1 to 128 bytes; routes are tried in the order of their names.</summary>
    public required string Name { get; init; }

    /// <summary>Whose actions it takes; null for all tenants'. A tenant's own routes are tried before those.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>A type of actions; with <c>*</c> at its end all types that begin so.</summary>
    public required string Type { get; init; }

    /// <summary>Where actions are posted, http or https.</summary>
    public required string Url { get; init; }

    /// <summary>Signs what is posted, 16 to 256 characters.</summary>
    public required Secret Secret { get; init; }

    /// <summary>A secret that is valid beside <see cref="Secret"/> while the receiver changes; null for none.</summary>
    public Secret? OldSecret { get; init; }

    /// <summary>Whether an action waits until those before it in its channel are taken. Default true.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>At most so many actions of a channel in one request, 1 to 1,000. Default 1; more are posted as a JSON array.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How long a request may take, 100 ms to 5 min. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts until an action is given up, 1 to 100. Default 20, which the back-off makes some 16 hours.</summary>
    public int Attempts { get; init; } = 20;

    /// <summary>The most requests of a supervisor to the route in a second; null for no limit.</summary>
    public int? Rate { get; init; }

    /// <summary>The most requests of a supervisor to the route at a time, 1 to 1,000. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Whether the address may be a private one: of this machine or its network. Default false.</summary>
    public bool AllowsPrivate { get; init; }

    /// <summary>Why it takes no actions; null when it does.</summary>
    public string? Disabled { get; init; }

    /// <summary>When it was changed; set by the database.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}
