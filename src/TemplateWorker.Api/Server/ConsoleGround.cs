using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Server;

/// <summary>Makes what serves <see cref="ApiPaths.Console"/> and all paths below it. The gate has let the requests through.</summary>
/// <param name="parts">The services, which the API uses too.</param>
/// <param name="ground">What the server makes of them.</param>
internal delegate RequestDelegate ConsoleFactory(HttpServerParts parts, ConsoleGround ground);

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
