using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Server;

/// <summary>Makes what serves <see cref="ApiPaths.Console"/> and all paths below it. The gate has let the requests through.</summary>
/// <param name="parts">The services, which the API uses too.</param>
/// <param name="ground">What the server makes of them.</param>
internal delegate RequestDelegate ConsoleFactory(HttpServerParts parts, ConsoleGround ground);
