using TemplateWorker.Api.Access;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Routing;

/// <summary>One route of the API: how it is reached, by whom, what it does, and what its documentation says.</summary>
internal sealed record ApiRoute
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with its parameters in braces.</summary>
    public required string Path { get; init; }

    public required RouteAccess Access { get; init; }

    /// <summary>What the OpenAPI document tells about it.</summary>
    public required RouteDescription Description { get; init; }

    public required Func<ApiCall, Task<Reply>> Handler { get; init; }
}
