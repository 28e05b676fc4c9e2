using TemplateWorker.Api.Access;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Server;

/// <summary>What the console shares with the API beside its services.</summary>
internal sealed record ConsoleGround
{
    /// <summary>Authenticates the tokens that sessions begin with.</summary>
    public required AccessCheck Access { get; init; }

    /// <summary>Replays and drops deliveries.</summary>
    public required DeliveryChanges Deliveries { get; init; }

    /// <summary>Logs failures of the database.</summary>
    public required StorageTrouble Storage { get; init; }

    /// <summary>Reads what <c>/metrics</c> answers.</summary>
    public required Func<CancellationToken, Task<string>> ReadMetrics { get; init; }
}
