namespace TemplateWorker.Storage.Deliveries;

/// <summary>One event for one subscribed template, as it waits in its lane.</summary>
public sealed record Delivery
{
    /// <summary>Unique in the database. Within a lane, the order in which deliveries run.</summary>
    public required long Id { get; init; }

    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The subscribed template.</summary>
    public required string Template { get; init; }

    /// <summary>The event that is delivered.</summary>
    public required TenantEvent Event { get; init; }

    /// <summary>Attempts that have ended, deaths included; 0 before the first. Every transition names the attempt it was taken at.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many of the attempts ended with the death of their worker.</summary>
    public required int Deaths { get; init; }

    /// <summary>The remaining wait by the server's clock when it was read; zero when it is due.</summary>
    public required TimeSpan Wait { get; init; }
}

/// <summary>Names a lane: the ordered queue of one template of one tenant.</summary>
public readonly record struct LaneName(TenantId Tenant, string Template);
